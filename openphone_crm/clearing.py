"""Emptying whatever was received, told or answered and mentions a person, a batch after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import attrs

from openphone_crm.erasure import Elsewhere
from openphone_crm.event_search import BATCH, EventSearch
from openphone_crm.ids import ContactId, EventId
from openphone_crm.paging import Position
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.erasures import ErasingTransaction, Erasures
from openphone_crm.traces import Traces

LATE_BY = timedelta(minutes=1)
"""What was received at a time may be stored so much later: a sender is answered long before."""

Emptying: TypeAlias = Callable[[ErasingTransaction], int]
"""Empties what was found in a batch, and tells how many events that were."""


def _silent(_: int) -> None:
    """Tell nobody how far it is."""


@attrs.frozen(kw_only=True)
class Clearing:
    """
    Empties what mentions the contact who left these traces.

    All that there ever was is cleared beside everybody else, since it takes its time; what came
    meanwhile is soon cleared within the transaction that erases.
    """

    erasures: Erasures
    clock: Clock
    traces: Traces
    contact_id: ContactId
    region: str = "US"

    def beside_others(
        self, since: datetime | None = None, *, on_progress: Callable[[int], None] = _silent
    ) -> int:
        """
        Clear what came since then, or all, each batch in a transaction of its own.

        `on_progress` gets the number of events gone through.

        Returns:
            How many events were emptied.
        """
        emptied = 0
        for empty in self._found(since, on_progress):
            with self.erasures.begin(alone=False) as transaction:
                emptied += empty(transaction)
        return emptied

    def within(self, transaction: ErasingTransaction, *, since: datetime) -> int:
        """Clear what came since then, and tell how many events were emptied."""
        return sum(empty(transaction) for empty in self._found(since, _silent))

    def _found(self, since: datetime | None, on_progress: Callable[[int], None]) -> Iterator[Emptying]:
        after = Position(since - LATE_BY, "") if since else None
        search = EventSearch(erasures=self.erasures, traces=self.traces, region=self.region)
        for ids in search.found(after, on_progress=on_progress):
            yield partial(self._empty, ids)
        for kind in Elsewhere:
            for keys in self._written(kind, after):
                yield partial(_take_away, kind, keys)

    def _written(self, kind: Elsewhere, after: Position | None) -> Iterator[Sequence[str]]:
        """The keys of those writings of a kind, as they come."""
        traces = Traces(self.traces.numbers, self.traces.ids | {self.contact_id})
        while writings := self.erasures.writings(kind, after=after, limit=BATCH):
            if found := [writing.key for writing in writings if traces.found_in(writing.text)]:
                yield found
            after = Position(writings[-1].at, writings[-1].key)

    def _empty(self, ids: Sequence[EventId], transaction: ErasingTransaction) -> int:
        return transaction.empty(ids, at=self.clock.now())


def _take_away(kind: Elsewhere, keys: Sequence[str], transaction: ErasingTransaction) -> int:
    transaction.take_away(kind, keys)
    return 0
