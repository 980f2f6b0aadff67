"""Dead letters and the groups they belong to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from openphone_crm.failures import FailureState
from openphone_crm.work_records import FinalFailure, Settlement

from .bulk import Upsert
from .mapping import Row
from .tables import failure_groups

_record = Upsert(
    failure_groups,
    update=("first_seen", "last_seen", "state"),
    special={
        "first_seen": "CASE WHEN excluded.first_seen < failure_groups.first_seen "
        "THEN excluded.first_seen ELSE failure_groups.first_seen END",
        "last_seen": "CASE WHEN excluded.last_seen > failure_groups.last_seen "
        "THEN excluded.last_seen ELSE failure_groups.last_seen END",
        "state": f"CASE WHEN failure_groups.state = '{FailureState.RESOLVED}' "
        f"THEN '{FailureState.RESOLVED.after_another}' ELSE failure_groups.state END",
    },
)


def record_failures(connection: Connection, settlements: Iterable[Settlement]) -> None:
    """Put dead letters into their groups; a group that was resolved is open again."""
    failures = (settlement.final_failure for settlement in settlements)
    _record(connection, [_row(failure) for failure in failures if failure])


def _row(failure: FinalFailure) -> Row:
    cause = failure.cause
    return {
        "id": cause.id,
        "error_class": cause.error_class,
        "place": cause.place,
        "event_type": cause.event_type,
        "first_seen": failure.at,
        "last_seen": failure.at,
        "state": FailureState.OPEN.value,
    }
