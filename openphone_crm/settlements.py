"""What to write down about a try at an event."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.inbox_records import Attempt, ClaimedEvent, EventStatus, Settlement
from openphone_crm.texts import masking_numbers, shortened, storable

LONGEST_MESSAGE = 2000


@attrs.frozen(kw_only=True)
class Try:
    """Who tried, from when to when."""

    worker: str
    started_at: datetime
    ended_at: datetime

    def at(self, event: ClaimedEvent, *, outcome: str) -> Attempt:
        """The entry of this try in the event's log."""
        return Attempt(
            number=event.attempts_made + 1,
            started_at=self.started_at,
            duration_seconds=(self.ended_at - self.started_at).total_seconds(),
            worker=self.worker,
            outcome=outcome,
        )


def processed(event: ClaimedEvent, this_try: Try) -> Settlement:
    """The event is done."""
    return Settlement(
        event_id=event.id,
        status=EventStatus.PROCESSED,
        retry_count=event.retry_count,
        processed_at=this_try.ended_at,
        attempt=this_try.at(event, outcome="processed"),
    )


def failed(event: ClaimedEvent, this_try: Try, error: Exception, *, again: datetime | None) -> Settlement:
    """The try failed; it is tried `again` then, or is a dead letter."""
    kind = type(error).__name__
    message = shortened(storable(masking_numbers(str(error))), LONGEST_MESSAGE) or kind
    attempt = this_try.at(event, outcome="failed")
    return Settlement(
        event_id=event.id,
        status=EventStatus.FAILED if again is None else EventStatus.PENDING,
        retry_count=event.retry_count + (again is not None),
        due_at=again,
        error_message=message,
        attempt=attrs.evolve(attempt, error_class=kind, message=message),
    )
