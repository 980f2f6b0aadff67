"""Events of which nothing is kept but that they came, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, case, func, literal_column, null, select, update

from openphone_crm.erasure import ERASED
from openphone_crm.work_records import FINISHED, Status

from .tables import webhook_events as events

EMPTIED: Final[Mapping[str, object]] = {"body": null(), "payload": null(), "attempts": []}
"""What an event is left with; its delivery key, by which a repeat is known for one, stays."""

# Written out, and as the index of what is kept has it: whether parameters fit, a planner may not know.
IS_FINISHED: Final = events.c.status.in_([literal_column(f"'{status}'") for status in FINISHED])


def empty(connection: Connection, event_ids: Collection[str]) -> None:
    """Keep nothing of what these said."""
    connection.execute(update(events).where(events.c.id.in_(event_ids)).values(EMPTIED))


def empty_for_good(connection: Connection, event_ids: Collection[str], *, at: datetime) -> int:
    """Keep nothing of what these said, and let nobody work on them any more; how many there were."""
    is_one = events.c.id.in_(event_ids)
    # In one order, so that two who take several never wait for each other in a circle.
    connection.execute(select(events.c.id).where(is_one).order_by(events.c.id).with_for_update())
    emptied = update(events).where(is_one)
    return connection.execute(
        emptied.values(
            {
                **EMPTIED,
                "status": case((IS_FINISHED, events.c.status), else_=Status.IGNORED.value),
                "error_message": case((IS_FINISHED, null()), else_=ERASED),
                "processed_at": func.coalesce(events.c.processed_at, at),
                "claimed_by": None,
                "lease_until": None,
            }
        )
    ).rowcount
