"""What the health check needs, and that it is made without being asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.bootstrap import bootstrap
from entrypoints.health import alarms_of
from entrypoints.settings import Settings
from openphone_crm.alerts import Rule
from openphone_crm.health.checks import CheckState
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from tests.integration.checkup import KEYS, PATH, fake_openphone, openphone_settings, posting
from tests.integration.json_server import json_server
from tests.integration.processes import answers, entry_point, finished, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

EVERYTHING = PageRequest(200)
LEASE = timedelta(minutes=2)
LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["OPENPHONE_API_KEY", "CRM_MAIN_NUMBER", "CRM_MONITOR_NUMBER"])
def test_the_command_names_a_missing_setting(tmp_path: Path, name: str) -> None:
    """In one line, with status 1."""
    settings = {
        "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
        "OPENPHONE_API_KEY": "a-key",
        "CRM_MAIN_NUMBER": "+12065550100",
        "CRM_MONITOR_NUMBER": "+12065550190",
    }
    del settings[name]

    done = finished("health-check", settings=settings)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{name}: is required here, and is not set\n"


def test_a_server_looks_after_itself(tmp_path: Path) -> None:
    """Without Redis the duty is done inside the server: it checks its health when it starts."""
    fake, address = fake_openphone(), f"127.0.0.1:{free_port()}"
    with OpenPhoneServer(fake) as server, posting(fake, f"http://{address}{PATH}"):
        settings = {
            "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
            "CRM_WEBHOOK_KEYS": KEYS,
            **openphone_settings(server),
        }
        is_ready = partial(answers, address, "/readyz")
        assert finished("migrate", settings=settings).returncode == 0

        with (
            running(entry_point("serve", "--bind", address), settings, ready=is_ready),
            bootstrap(Settings.load(settings)) as application,
        ):
            checks = application.database.health_checks
            assert wait_until(
                lambda: any(check.state is CheckState.OK for check in checks.find(EVERYTHING).items)
            )


def test_the_scheduler_tells_that_there_is_no_worker(tmp_path: Path) -> None:
    """It sends what it finds wrong itself, and leaves everything else to the workers."""
    with json_server() as web:
        settings = {
            "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
            "CRM_ALERT_URLS": f"json://127.0.0.1:{web.port}",
        }
        assert finished("migrate", settings=settings).returncode == 0
        with bootstrap(Settings.load(settings)) as application:
            alarms_of(application).ring(Rule.HEALTH_CHECK, title="no worker", message="Start one.")
            application.database.follow_ups.add([make.follow_up("tell", kind="tell")])

            with running(entry_point("scheduler"), settings):
                assert wait_until(lambda: bool(web.posts))

            (left,) = application.database.follow_ups.claim(
                Priority.CRITICAL, worker="w1", now=LONG_AFTER, lease=LEASE, limit=9
            )
    assert [post["title"] for post in web.posts] == ["no worker"]
    assert left.kind == "tell"
