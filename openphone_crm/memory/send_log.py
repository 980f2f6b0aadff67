"""What became of what was to be told, in memory."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.memory.store import FollowUpRow, Store
from openphone_crm.sendings import SEND, TROUBLING, ChannelTrouble, Try, troubles_of
from openphone_crm.work_records import Status

_TRIED = (Status.PENDING, Status.PROCESSING)


class MemorySendLog:
    """Looks at the follow-ups that send."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def troubles(self, *, since: datetime) -> dict[str, ChannelTrouble]:
        """What does not get through, by channel."""
        with self._store.reading() as state:
            rows = [row for row in state.follow_ups.values() if row.follow_up.kind == SEND]
        failed = [_try(row, at) for row in rows if (at := _failed_at(row, since)) is not None]
        sent = [_try(row, row.processed_at) for row in rows if row.processed_at is not None]
        return troubles_of(failed, sent)


def _failed_at(row: FollowUpRow, since: datetime) -> datetime | None:
    if row.status is Status.FAILED and row.failed_at is not None:
        return row.failed_at if row.failed_at >= since else None
    if row.status in _TRIED and row.retry_count >= TROUBLING:
        return row.attempts[-1].started_at
    return None


def _try(row: FollowUpRow, at: datetime) -> Try:
    return row.follow_up.details.get("channel", ""), at
