"""Dead letters and the groups they belong to, in memory."""

from __future__ import annotations

from typing import Any

import attrs

from openphone_crm.memory.store import FailureRow, State
from openphone_crm.work_records import Settlement


def record_failure(settlement: Settlement, state: State) -> dict[str, Any]:
    """Put a dead letter into its group; what its own row has to say of that."""
    failure = settlement.final_failure
    if failure is None:
        return {}
    cause, at = failure.cause, failure.at
    known = state.failures.get(cause.id)
    if known is None:
        known = FailureRow(cause=cause, first_seen=at, last_seen=at)
    state.failures[cause.id] = attrs.evolve(
        known,
        first_seen=min(known.first_seen, at),
        last_seen=max(known.last_seen, at),
        state=known.state.after_another,
    )
    return {"failure_id": cause.id, "failed_at": at}
