"""Letting go of what is old (port `Archive`): a few rows at a time, found through an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Row,
    Select,
    Table,
    delete,
    literal_column,
    select,
    tuple_,
    update,
)

from openphone_crm.ports.archive import Kept
from openphone_crm.work_records import FINISHED

from .change_feed import let_go_of_deleted
from .counters import CRM, EVENTS, bump
from .database import Connections
from .emptying import EMPTIED, IS_FINISHED
from .tables import (
    audit_entries,
    daily_reports,
    extractions,
    follow_ups,
    kept_replies,
    model_calls,
    readings,
    reconciliations,
    retry_jobs,
    webhook_events,
)


@attrs.frozen
class _Rule:
    """Rows of a table whose `age` is old enough, and what else must be so."""

    age: Column[datetime]
    is_over: ColumnElement[bool] | None = None

    @property
    def table(self) -> Table:
        return self.age.table

    @property
    def key(self) -> tuple[Column[object], ...]:
        return tuple(self.table.primary_key)

    def found(self, before: datetime, limit: int) -> Select[Any]:
        """The keys of the oldest of them; what another is letting go of right now is passed over."""
        found = select(self.table).where(self.age < before)
        if self.is_over is not None:
            found = found.where(self.is_over)
        found = found.with_only_columns(*self.key)
        return found.order_by(self.age).limit(limit).with_for_update(skip_locked=True)

    def is_one_of(self, keys: Sequence[Row[Any]]) -> ColumnElement[bool]:
        """Whether a row has one of these keys."""
        if len(self.key) > 1:
            return tuple_(*self.key).in_(map(tuple, keys))
        return self.key[0].in_([key for (key,) in keys])


_DONE = [status.value for status in FINISHED]

# Written out, and as the index of what is kept has it.
_HAS_DETAILS: Final = literal_column("follow_ups.details <> '{}'", Boolean)

_RULES: Final = {
    Kept.PAYLOADS: _Rule(webhook_events.c.received_at, IS_FINISHED & webhook_events.c.body.is_not(None)),
    Kept.EVENTS: _Rule(webhook_events.c.received_at, IS_FINISHED),
    Kept.DETAILS: _Rule(follow_ups.c.processed_at, follow_ups.c.status.in_(_DONE) & _HAS_DETAILS),
    Kept.FOLLOW_UPS: _Rule(follow_ups.c.processed_at, follow_ups.c.status.in_(_DONE)),
    Kept.REPORTS: _Rule(daily_reports.c.made_at),
    Kept.AUDIT_ENTRIES: _Rule(audit_entries.c.at),
    Kept.RETRY_JOBS: _Rule(retry_jobs.c.ended_at),
    Kept.REPLIES: _Rule(kept_replies.c.reserved_at),
    Kept.READINGS: _Rule(readings.c.begun_at),
    Kept.EXTRACTIONS: _Rule(extractions.c.created_at),
    Kept.MODEL_CALLS: _Rule(model_calls.c.begun_at),
    Kept.RECONCILIATIONS: _Rule(reconciliations.c.until, reconciliations.c.ended_at.is_not(None)),
}


_EMPTIED: Final[Mapping[Kept, Mapping[str, object]]] = {
    Kept.PAYLOADS: EMPTIED,
    Kept.DETAILS: {"details": {}},
}


class SqlArchive:
    """Keeps the tables from growing for ever."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def prune(self, kind: Kept, *, before: datetime, limit: int) -> int:
        """Let go of some old things of a kind; how many."""
        if kind is Kept.DELETIONS:
            with self._connections.writing() as connection:
                return let_go_of_deleted(connection, before=before, limit=limit)
        rule = _RULES[kind]
        with self._connections.writing() as connection:
            # In two steps: with a subquery the planner may look through the whole table for its rows.
            keys = connection.execute(rule.found(before, limit)).all()
            if not keys:
                return 0
            is_one = rule.is_one_of(keys)
            if kind in _EMPTIED:
                connection.execute(update(rule.table).where(is_one).values(_EMPTIED[kind]))
            else:
                connection.execute(delete(rule.table).where(is_one))
            bump(connection, CRM if kind is Kept.EXTRACTIONS else EVENTS)
        return len(keys)
