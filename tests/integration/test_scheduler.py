"""The sweeper: what is due is rung for, whatever was away meanwhile."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from structlog.testing import capture_logs

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.rounds import Duty, Rounds
from entrypoints.scheduler import Sweeper
from entrypoints.settings import Settings
from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority
from openphone_crm.testing import FakeOpenPhone

KEY = "whsec_c3RhbmRhcmQta2V5"


@attrs.define
class Bell:
    """A bell that goes through what it is told to: ring, or raise."""

    script: list[Exception | None]
    rung: list[Priority] = attrs.field(factory=list)

    def ring(self, priority: Priority) -> None:
        """Ring, or raise."""
        error = self.script.pop(0) if self.script else None
        if error is not None:
            raise error
        self.rung.append(priority)


def with_something_due(directory: Path) -> Settings:
    """Make a database in which all priorities but the low one have something due."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{directory}/crm.db", "CRM_WEBHOOK_KEYS": KEY})
    migrate(settings)
    with bootstrap(settings) as application:
        now = application.clock.now()
        for delivery in FakeOpenPhone(KEY, start=now).take(30, now):
            application.intake.receive(delivery.headers, delivery.body)
    return settings


def run_rounds(application: Application, bell: Bell, rounds: int) -> None:
    """Sweep so many times, without pausing."""
    pauses: list[float] = []
    sweeper = Sweeper(inbox=application.database.inbox, job_queue=bell, clock=application.clock)
    duties = Rounds([Duty("sweep", 0, sweeper.sweep)])
    duties.run(should_stop=lambda: len(pauses) == rounds, pause=pauses.append)


def test_what_is_due_is_rung_for(tmp_path: Path) -> None:
    """Every priority that has something due is rung, the most urgent first."""
    bell = Bell([])

    with bootstrap(with_something_due(tmp_path)) as application:
        run_rounds(application, bell, 1)

    assert bell.rung == [Priority.CRITICAL, Priority.STANDARD]


def test_an_idle_system_is_quiet(tmp_path: Path) -> None:
    """Nothing due, nothing rung."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db"})
    migrate(settings)
    bell = Bell([])

    with bootstrap(settings) as application:
        run_rounds(application, bell, 2)

    assert bell.rung == []


def test_a_queue_that_is_away_is_said_once(tmp_path: Path) -> None:
    """Redis away for three rounds is one line, and one when it is back."""
    bell = Bell([UnavailableError("Redis", "gone")] * 3)

    with bootstrap(with_something_due(tmp_path)) as application, capture_logs() as logs:
        run_rounds(application, bell, 5)

    assert [log["event"] for log in logs] == ["a duty waits", "a duty goes on"]
    assert Priority.CRITICAL in bell.rung


def test_a_database_that_is_away_is_said_once(tmp_path: Path) -> None:
    """The sweeper outlives the database."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/crm.db"})

    with bootstrap(settings) as application, capture_logs() as logs:
        run_rounds(application, Bell([]), 3)

    assert [log["event"] for log in logs] == ["a duty waits"]


@pytest.mark.parametrize("error", [RuntimeError("a bug")])
def test_a_sweep_that_fails_is_not_the_last(tmp_path: Path, error: Exception) -> None:
    """Whatever a sweep raises is logged with its traceback, and the next one comes."""
    bell = Bell([error])

    with bootstrap(with_something_due(tmp_path)) as application, capture_logs() as logs:
        run_rounds(application, bell, 2)

    assert [log["event"] for log in logs] == ["a duty failed"]
    assert bell.rung == [Priority.CRITICAL, Priority.STANDARD]
