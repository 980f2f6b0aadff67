"""Who watches what, plugged in: signs of life, disks, money, and a server that misses its scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from entrypoints.alerting import alert_watch_of, budget_of, thresholds_of, watching_scheduler
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.disks import disks_of
from entrypoints.embedded import draining
from entrypoints.heartbeats import Pulse
from entrypoints.preparing import migrate
from entrypoints.rounds import going_round
from entrypoints.scheduler import rounds_of
from entrypoints.settings import Settings
from openphone_crm.alert_rules.vital_signs import Thresholds
from openphone_crm.alerts import Alert, Rule
from openphone_crm.errors import UnavailableError
from openphone_crm.memory import MemoryClock
from openphone_crm.priority import Priority
from tests.integration.mail_server import MailServer, mail_server
from tests.integration.waiting import wait_until

EVERY_PART = {"scheduler", "critical worker", "standard worker", "low worker"}
DEAF_S = 3


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def application(tmp_path: Path, mail: MailServer) -> Iterator[Application]:
    """Lend the product over an empty file, whose parts are missed after three seconds."""
    settings = Settings.load(
        {
            "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
            "CRM_STORAGE_URL": f"file://{tmp_path}/not/there/yet",
            "CRM_ALERT_URLS": mail.url(),
            "CRM_ALERT_HEARTBEAT_S": f"{DEAF_S}",
        }
    )
    migrate(settings)
    with bootstrap(settings) as application:
        yield application


class AbsentHeartbeats:
    """A store of signs of life that is away."""

    def __init__(self) -> None:
        self.tries = 0

    def beat(self, part: str, *, process: str, at: datetime) -> None:
        """
        Fail.

        Raises:
            UnavailableError: Always.
        """
        del part, process, at
        self.tries += 1
        raise UnavailableError("database", "it is away")

    def latest(self) -> Mapping[str, datetime]:
        """Know nothing."""
        return {}

    def processes(self, part: str, *, since: datetime) -> int:
        """Know nobody."""
        del part, since
        return 0


def watched_with(application: Application, **thresholds: float) -> Alert | None:
    """Look at the disk with another limit."""
    settings = attrs.evolve(application.settings, **thresholds)  # type: ignore[arg-type]  # any of them
    alert_watch_of(attrs.evolve(application, settings=settings)).watch()
    return application.database.alert_book.open(Rule.DISK)


def test_every_part_gives_signs_of_life(application: Application) -> None:
    """Also where all of them are threads of one process."""
    latest = application.database.heartbeats.latest

    with draining(application), going_round("sweeper", rounds_of(application)):
        assert wait_until(lambda: set(latest()) == EVERY_PART)
        first = latest()
        assert wait_until(lambda: all(latest()[part] > first[part] for part in EVERY_PART))


def test_an_absent_database_holds_no_work_up() -> None:
    """No sign of life can be given; what was asked is answered, and it is not tried each time."""
    heartbeats = AbsentHeartbeats()
    pulse = Pulse(heartbeats=heartbeats, clock=MemoryClock(), parts=["low worker"], every_s=60)
    should_stop = pulse.beating(lambda: True)

    answers = [should_stop() for _ in range(5)]

    assert (answers, heartbeats.tries) == ([True] * 5, 1)


def test_a_disk_that_fills_up_is_told_until_there_is_room(application: Application, mail: MailServer) -> None:
    """By the setting that has something kept there."""
    opened = watched_with(application, alert_disk_free=1.0)
    application.follow_up_work.drain(worker="w1", should_stop=lambda: False)
    closed = watched_with(application, alert_disk_free=0.0)
    application.follow_up_work.drain(worker="w1", should_stop=lambda: False)

    assert opened is not None
    assert "The disk of CRM_DATABASE_URL is nearly full" in opened.message
    assert closed is None
    first, second = (letter.title for letter in mail.letters)
    assert first.startswith("A disk is nearly full")
    assert second == "There is room on the disk again"


def test_what_is_kept_elsewhere_has_no_disk_here(application: Application) -> None:
    """Only files and databases of this machine fill its disks; one that is to be made counts already."""
    elsewhere = Settings.load(
        {"CRM_DATABASE_URL": "postgresql://crm@db/crm", "CRM_STORAGE_URL": "s3://bucket/media"}
    )

    assert disks_of(elsewhere) == []
    assert [disk.setting for disk in disks_of(application.settings)] == [
        "CRM_DATABASE_URL",
        "CRM_STORAGE_URL",
    ]


def test_reading_has_a_budget_where_it_costs_something() -> None:
    """With a key and a limit; patterns read for nothing."""
    limit = {"GEMINI_MONTHLY_BUDGET_USD": "5"}

    budgets = [
        budget_of(Settings.load(settings))
        for settings in ({}, limit, {"GEMINI_API_KEY": "key"}, {**limit, "GEMINI_API_KEY": "key"})
    ]

    assert budgets[:3] == [None] * 3
    assert budgets[3] is not None
    assert budgets[3].month_usd == 5.0
    assert budgets[3].next_usd > 0


def test_thresholds_are_settings() -> None:
    """Those that are not set are the core's own; one number of seconds is for all queues."""
    usual = thresholds_of(Settings())

    patient = thresholds_of(Settings.load({"CRM_ALERT_OLDEST_S": "300", "CRM_ALERT_QUEUE_DEPTH": "5"}))

    assert usual == Thresholds()
    assert patient.oldest == dict.fromkeys(Priority, timedelta(minutes=5))
    assert patient.queue_depth == 5


def test_a_server_misses_its_scheduler_and_says_so_itself(application: Application, mail: MailServer) -> None:
    """No worker and no scheduler is there to send; when one is back, that is known at once."""
    book = application.database.alert_book
    with watching_scheduler(application):
        assert wait_until(lambda: bool(mail.letters))
        missing = book.open(Rule.SCHEDULER)
        with going_round("sweeper", rounds_of(application)):
            assert wait_until(lambda: book.open(Rule.SCHEDULER) is None)

    assert missing is not None
    assert "none was ever seen" in missing.message
    assert [letter.title for letter in mail.letters] == ["The scheduler is not there"]
