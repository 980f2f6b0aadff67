"""What a text message does to the CRM."""

from __future__ import annotations

import attrs

from openphone_crm.crm import Message
from openphone_crm.events import MessageReported
from openphone_crm.handlers.people import Cause, meet
from openphone_crm.ids import ConversationId, ItemId, derived_id
from openphone_crm.merging import merged
from openphone_crm.placement import line_told_by, place_of
from openphone_crm.timeline import message_entry
from openphone_crm.working_set import WorkingSet

_FIELDS = (
    "direction",
    "text",
    "media",
    "status",
    "error_code",
    "from_number",
    "to_numbers",
    "phone_number_id",
    "created_at",
    "deep_link",
)


def report_message(report: MessageReported, desk: WorkingSet, cause: Cause) -> None:
    """Add what this copy knows to the message, and put it where it belongs."""
    if line := line_told_by(report):
        desk.learn_line(*line)
    known = desk.messages.get(report.openphone_id) or Message(
        id=ItemId(derived_id("message", report.openphone_id)),
        openphone_id=report.openphone_id,
        reported_at=report.reported_at,
    )
    message = merged(known, report, _FIELDS, report.stamp)
    message = attrs.evolve(
        message,
        reported_at=min(known.reported_at, report.reported_at),
        conversation_id=_conversation_of(message, desk, cause),
    )
    desk.messages.put(message)
    desk.show(message.id, message_entry(message), before=known.conversation_id)


def _conversation_of(message: Message, desk: WorkingSet, cause: Cause) -> ConversationId | None:
    place = place_of(message, desk.lines)
    if place is None:
        return message.conversation_id
    meet(place.parties, desk, cause)
    return desk.place(place)
