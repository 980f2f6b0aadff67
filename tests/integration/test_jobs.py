"""The drain that the bell brings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from entrypoints import jobs
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.errors import UnavailableError
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import FakeOpenPhone
from openphone_crm.views import EventFilter
from openphone_crm.work_records import Status

KEY = "whsec_c3RhbmRhcmQta2V5"


@attrs.define
class Bell:
    """A bell that remembers what was done with it, or that cannot be reached."""

    done: list[str] = attrs.field(factory=list)
    is_away: bool = False

    def ring(self, priority: Priority) -> None:
        """Ring."""
        self._do(f"ring {priority.label}")

    def clear(self, priority: Priority) -> None:
        """Clear."""
        self._do(f"clear {priority.label}")

    def _do(self, what: str) -> None:
        if self.is_away:
            raise UnavailableError("Redis", "gone")
        self.done.append(what)


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """Lend the core on a SQLite file, with thirty deliveries waiting."""
    settings = Settings.load(
        {"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/new/crm.db", "CRM_WEBHOOK_KEYS": KEY}
    )
    migrate(settings)
    with bootstrap(settings) as lent:
        shop = FakeOpenPhone(KEY, start=lent.clock.now())
        for delivery in shop.take(30, lent.clock.now()):
            lent.intake.receive(delivery.headers, delivery.body)
        yield lent


def waiting(application: Application, priority: Priority) -> int:
    """Count what waits in a queue."""
    wanted = EventFilter(status=Status.PENDING, priority=priority)
    return len(application.database.events.find(wanted, PageRequest(limit=200)).items)


def shift(application: Application, bell: Bell, *, is_over: bool = False) -> jobs.Shift:
    """Make a shift, which may be over before it begins."""
    return jobs.Shift(
        processing=application.processing, bell=bell, worker="test", should_stop=lambda: is_over
    )


def test_a_drain_clears_the_bell_and_works(application: Application) -> None:
    """The bell is cleared before the work, and is not rung when nothing is left."""
    bell = Bell()
    jobs.begin(shift(application, bell))

    jobs.drain("critical")

    assert bell.done == ["clear critical"]
    assert waiting(application, Priority.CRITICAL) == 0
    assert waiting(application, Priority.STANDARD) > 0


def test_a_drain_that_must_end_rings_for_the_next(application: Application) -> None:
    """Stopped early, a worker wakes whoever can go on."""
    bell = Bell()

    shift(application, bell, is_over=True).drain(Priority.CRITICAL)

    assert bell.done == ["clear critical", "ring critical"]
    assert waiting(application, Priority.CRITICAL) > 0


def test_a_drain_needs_no_bell(application: Application) -> None:
    """With Redis away the work is done all the same."""
    shift(application, Bell(is_away=True)).drain(Priority.STANDARD)

    assert waiting(application, Priority.STANDARD) == 0


def test_a_drain_without_a_database_waits(tmp_path: Path) -> None:
    """With the database away a drain ends without an error: the sweeper rings again."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/crm.db"})
    bell = Bell()

    with bootstrap(settings) as application:
        shift(application, bell).drain(Priority.CRITICAL)

    assert bell.done == ["clear critical"]


def test_a_queue_that_is_none_is_an_error() -> None:
    """A job with a label of no priority fails, and RQ logs it."""
    with pytest.raises(KeyError):
        jobs.drain("urgent")
