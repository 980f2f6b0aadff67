"""Work that an event leads to and that waits for somebody else's network, such as telling people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.ids import EventId, FollowUpId, derived_id
from openphone_crm.priority import Priority
from openphone_crm.work_records import Claim

Details = Mapping[str, str]
"""What the work needs to know; texts only, so that every store gives back what it was given."""

ORIGIN: Final = "event_id"
"""The detail that names the event which it all began with: for logs and traces, and for nothing else."""


@attrs.frozen(kw_only=True)
class FollowUp:
    """
    A piece of work that is written in the transaction that makes it necessary, and done after it.

    The id is derived from what the work is about: written again it stays one, and while it is
    pending the earlier of two due times counts. One that found nothing to do is pending anew when it
    is written again. `subject` is what it is about: an OpenPhone id, a contact or a day.
    """

    id: FollowUpId
    kind: str
    subject: str
    priority: Priority
    created_at: datetime
    due_at: datetime
    details: Details = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class ClaimedFollowUp(Claim):
    """
    A follow-up that one worker has to itself until its lease runs out.

    `last_error` ended its last try; `first_put_off_to` is when it was to be looked at again after it was
    put off for the first time.
    """

    id: FollowUpId
    kind: str
    subject: str
    created_at: datetime
    details: Details
    last_error: str | None = None
    first_put_off_to: datetime | None = None

    @property
    def origin(self) -> EventId | None:
        """The event that it all began with; None where nobody knows or there is none."""
        event_id = self.details.get(ORIGIN)
        return None if event_id is None else EventId(event_id)


def follow_up_id(kind: str, *parts: str) -> FollowUpId:
    """The id that the follow-up of this kind about these things always has."""
    return FollowUpId(derived_id("follow-up", kind, *parts))


def begun_by(origin: EventId | None, follow_up: FollowUp) -> FollowUp:
    """The follow-up, which remembers the event that it all began with."""
    if origin is None:
        return follow_up
    return attrs.evolve(follow_up, details={**follow_up.details, ORIGIN: origin})
