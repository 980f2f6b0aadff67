"""The groups of dead letters, in memory."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.memory.audit import save_audit
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import EVENTS, FailureRow, State, Store, WorkRow
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.work_records import Status


class MemoryFailures:
    """Looks at groups, and keeps what people make of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: FailureFilter, page: PageRequest) -> Page[FailureGroup]:
        """Groups by when they were last seen."""
        with self._store.reading() as state:
            groups = groups_of(state)
        found = [group for group in groups if wanted.state in (None, group.state)]
        return page_of(found, lambda group: Position(group.last_seen, group.id), page)

    def get(self, failure_id: FailureId) -> FailureGroup | None:
        """One group."""
        with self._store.reading() as state:
            row = state.failures.get(failure_id)
            return None if row is None else _group(row, state)

    def decide(self, failure_id: FailureId, state: FailureState, entry: AuditEntry) -> bool:
        """Keep what people make of a group, and the entry about it."""
        with self._store.writing() as everything:
            row = everything.failures.get(failure_id)
            if row is None or row.state is state:
                return False
            everything.failures[failure_id] = attrs.evolve(row, state=state)
            save_audit(entry, everything)
            everything.count(EVENTS)
            return True

    def retry_follow_ups(self, failure_id: FailureId, *, now: datetime, entry: AuditEntry) -> int:
        """Have the failed follow-ups of a group tried again."""
        with self._store.writing() as state:
            failed = [row for row in state.follow_ups.values() if _is_left(row, failure_id)]
            for row in failed:
                state.follow_ups[row.id] = attrs.evolve(
                    row, status=Status.PENDING, due_at=now, retry_count=0, tries_alone=0
                )
            if failed:
                save_audit(entry, state)
                state.count(EVENTS)
            return len(failed)


def groups_of(state: State) -> list[FailureGroup]:
    """Every group, with what of it is failed now."""
    return [_group(row, state) for row in state.failures.values()]


def _group(row: FailureRow, state: State) -> FailureGroup:
    work = (*state.events.values(), *state.follow_ups.values())
    return FailureGroup(
        cause=row.cause,
        count=sum(_is_left(one, row.cause.id) for one in work),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        decided=row.state,
    )


def _is_left(row: WorkRow, failure_id: FailureId) -> bool:
    return row.status is Status.FAILED and row.failure_id == failure_id
