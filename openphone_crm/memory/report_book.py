"""The figures of days, and the reports that were made, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import FailureId
from openphone_crm.memory.follow_ups import save_follow_ups
from openphone_crm.memory.store import EVENTS, FailureRow, State, Store, WorkRow
from openphone_crm.reports import DayFigures, FailedOfDay
from openphone_crm.work_records import Status


class MemoryReportBook:
    """Keeps reports as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def figures(self, start: datetime, end: datetime) -> DayFigures:
        """What all that happened in that time amounts to now."""
        with self._store.reading() as state:
            received = [row for row in state.events.values() if start <= row.arrived_at < end]
            return DayFigures(
                total=len(received),
                waiting=sum(row.status in (Status.PENDING, Status.PROCESSING) for row in received),
                events=_failed(state.events.values(), state, start, end),
                follow_ups=_failed(state.follow_ups.values(), state, start, end),
            )

    def began_at(self) -> datetime | None:
        """When the first event was received, or the first token made."""
        with self._store.reading() as state:
            received = (row.arrived_at for row in state.events.values())
            made = (token.created_at for token in state.tokens.values())
            return min((*received, *made), default=None)

    def get(self, day: date) -> DayFigures | None:
        """The figures that were reported of a day."""
        with self._store.reading() as state:
            return state.reports.get(day)

    def reported(self, days: Collection[date]) -> frozenset[date]:
        """Which of these days were reported."""
        with self._store.reading() as state:
            return frozenset(day for day in days if day in state.reports)

    def add(
        self, day: date, figures: DayFigures, *, made_at: datetime, follow_ups: Sequence[FollowUp]
    ) -> bool:
        """Keep the report of a day and the follow-ups that send it."""
        del made_at  # Who keeps nothing for long need not know how old it is.
        with self._store.writing() as state:
            if day in state.reports:
                return False
            state.reports[day] = figures
            save_follow_ups(follow_ups, state)
            state.count(EVENTS)
            return True


def _failed(rows: Iterable[WorkRow], state: State, start: datetime, end: datetime) -> tuple[FailedOfDay, ...]:
    groups: defaultdict[FailureId, list[WorkRow]] = defaultdict(list)
    for row in rows:
        if row.failure_id is not None and row.failed_at is not None and start <= row.failed_at < end:
            groups[row.failure_id].append(row)
    return tuple(_failed_of(state.failures[key], groups[key]) for key in sorted(groups))


def _failed_of(group: FailureRow, rows: Sequence[WorkRow]) -> FailedOfDay:
    moments = [row.failed_at for row in rows if row.failed_at is not None]
    return FailedOfDay(
        cause=group.cause,
        state=group.state,
        count=len(rows),
        put_right=sum(row.status.is_finished for row in rows),
        first_seen=min(moments),
        last_seen=max(moments),
    )
