"""A shop on a real database, with a bug in it: events fail until it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

import attrs

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.errors import PermanentError
from openphone_crm.events import Report
from openphone_crm.handlers.people import Cause
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival
from openphone_crm.priority import Priority
from openphone_crm.testing import FakeOpenPhone
from openphone_crm.views import EventDetail
from openphone_crm.work_records import Status
from openphone_crm.working_set import WorkingSet

KEY = "whsec_c3RhbmRhcmQta2V5"


class NotMendedError(PermanentError):
    """The bug is still there."""


@attrs.define
class Bug:
    """A handler that fails for good until it is mended, and counts what it did for each event then."""

    is_mended: bool = False
    done: Counter[EventId] = attrs.field(factory=Counter)
    meanwhile: Callable[[], None] = lambda: None

    def handle(self, _: Report, __: WorkingSet, cause: Cause) -> None:
        """Handle a report, or fail."""
        self.meanwhile()
        if not self.is_mended:
            raise NotMendedError
        self.done[cause.event_id] += 1


@attrs.frozen
class Shop:
    """The application, and the bug in it."""

    application: Application
    bug: Bug

    def receive(self, count: int) -> list[EventId]:
        """Take in so many messages."""
        return self._store(count, Status.PENDING)

    def have_failed(self, count: int) -> list[EventId]:
        """Have so many dead letters, without the work of failing them."""
        return self._store(count, Status.FAILED)

    def work(self) -> int:
        """Work on everything that is due."""
        drain = self.application.processing.drain
        return sum(drain(each, worker="test", should_stop=lambda: False) for each in Priority)

    def event(self, event_id: EventId) -> EventDetail:
        """One event as it is now."""
        detail = self.application.database.events.get(event_id)
        assert detail is not None
        return detail

    def _store(self, count: int, status: Status) -> list[EventId]:
        arrivals = islice(self._messages(), count)
        stored = self.application.database.inbox.add([attrs.evolve(each, status=status) for each in arrivals])
        return [each.id for each in stored]

    def _messages(self) -> Iterator[Arrival]:
        """What a fake OpenPhone sends, as far as it tells of one thing: of a call there may be several."""
        intake, now = self.application.intake, self.application.clock.now()
        openphone, keys = FakeOpenPhone(KEY, start=now), set[str]()
        while True:
            (signed,) = openphone.take(1, now)
            arrival = intake.open(signed.headers, signed.body).arrival
            if arrival.event_type == "message.received" and arrival.delivery_key not in keys:
                keys.add(arrival.delivery_key)
                yield arrival


@contextmanager
def broken_shop(database_url: str, **settings: str) -> Iterator[Shop]:
    """Make one, on an empty database."""
    environment: Mapping[str, str] = {
        "CRM_DATABASE_URL": database_url,
        "CRM_WEBHOOK_KEYS": KEY,
        **settings,
    }
    parsed = Settings.load(environment)
    migrate(parsed)
    bug = Bug()
    with bootstrap(parsed, extra_handlers=[bug.handle]) as application:
        yield Shop(application, bug)
