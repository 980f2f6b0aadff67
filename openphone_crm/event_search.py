"""Going through everything that was received, for what mentions a person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import attrs

from openphone_crm.codec import decode
from openphone_crm.erasure import RawEvent
from openphone_crm.errors import CrmError
from openphone_crm.ids import EventId
from openphone_crm.jsontext import parse_object
from openphone_crm.late_reports import names_of
from openphone_crm.paging import Position
from openphone_crm.ports.erasures import Erasures
from openphone_crm.traces import Traces
from openphone_crm.work_records import Status

ON_ITS_WAY = (Status.PENDING, Status.PROCESSING, Status.FAILED, Status.PROCESSED, Status.IGNORED)
BATCH = 500
"""Events looked through in one go."""


@attrs.frozen(kw_only=True)
class EventSearch:
    """Finds the events of which nothing may be kept when the person who left these traces is erased."""

    erasures: Erasures
    traces: Traces
    region: str = "US"

    def found(
        self, after: Position | None = None, *, on_progress: Callable[[int], None] = lambda _: None
    ) -> Iterator[Sequence[EventId]]:
        """Those events, as they come; `on_progress` gets the number of events gone through."""
        if not self.traces:
            return
        for events in self._batches(after):
            if found := [event.id for event in events if self._is_found(event)]:
                yield found
            on_progress(len(events))

    def _batches(self, after: Position | None) -> Iterator[Sequence[RawEvent]]:
        """Events, a batch after the other, in the order in which they go on: none is missed meanwhile."""
        for status in ON_ITS_WAY:
            position = after
            while events := self.erasures.events(status, after=position, limit=BATCH):
                yield events
                position = Position(events[-1].received_at, events[-1].id)

    def _is_found(self, event: RawEvent) -> bool:
        """Whether the person is mentioned, and nothing is left to do that only others are involved in."""
        if not self.traces.found_in(event.body):
            return False
        return event.is_finished or not self._is_about_others(event)

    def _is_about_others(self, event: RawEvent) -> bool:
        try:
            reports = decode(
                parse_object(event.body),
                received_at=event.received_at,
                digest=hashlib.sha256(event.body).hexdigest(),
                region=self.region,
            )
        except CrmError:
            return False
        names = self.traces.numbers | self.traces.ids
        return bool(reports) and all(names_of(report).isdisjoint(names) for report in reports)
