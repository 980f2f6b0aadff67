"""What a thread says beside its items: how far a text is, what a call still lacks, and who speaks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.crm import Message, Outcome
from openphone_crm.events import Direction, Utterance
from openphone_crm.phones import is_phone_number
from openphone_crm.views import CallView, ConversationView, TimelineItem


class Tone(StrEnum):
    """How something is to be taken."""

    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"


@attrs.frozen
class Delivery:
    """How far a text of ours is, and why it went no further where that is known."""

    words: str
    tone: Tone = Tone.QUIET
    why: str = ""


_DELIVERIES: Final = {
    "queued": Delivery("Queued"),
    "scheduled": Delivery("Scheduled"),
    "accepted": Delivery("Sent"),
    "sent": Delivery("Sent"),
    "delivered": Delivery("Delivered", Tone.GOOD),
    "read": Delivery("Read", Tone.GOOD),
    "partially_delivered": Delivery("Delivered to some", Tone.BAD),
    "undelivered": Delivery("Not delivered", Tone.BAD),
    "failed": Delivery("Not sent", Tone.BAD),
    "canceled": Delivery("Cancelled", Tone.BAD),
    "unknown": Delivery(
        "Perhaps not sent", Tone.BAD, "nobody knows whether OpenPhone took it; ask before you write it again"
    ),
}
_ERROR_CODES: Final = {
    "30006": "the number is a landline, or its carrier cannot be reached (error 30006)",
    "30007": "the carrier filtered it as unwanted (error 30007)",
}
_PARTS: Final = {
    "recording": "Recording",
    "transcript": "Transcript",
    "summary": "Summary",
    "voicemail": "Voicemail",
}


def delivery_of(message: Message) -> Delivery | None:
    """
    How far a text is; None of one that came in, and of one of which nothing is known.

    What OpenPhone calls otherwise than we know is told as it says it.
    """
    if message.direction is not Direction.OUTGOING or not message.status:
        return None
    known = _DELIVERIES.get(message.status)
    if known is None:
        return Delivery(message.status.replace("_", " ").capitalize())
    if known.tone is not Tone.BAD or not message.error_code:
        return known
    return attrs.evolve(known, why=_explained(message.error_code))


def _explained(code: str) -> str:
    """A reason of our own is in words already."""
    return _ERROR_CODES.get(code) or (f"error {code}" if code.isalnum() else code)


def awaited(view: CallView) -> tuple[str, ...]:
    """What of a call may still come, and what was waited for in vain."""
    return (
        *(f"{_PARTS.get(part, part)} expected" for part in view.expected),
        *(f"{_PARTS.get(part, part)} was announced, and never came" for part in view.missing),
    )


def asks_callback(item: TimelineItem) -> bool:
    """Whether an item is a call that somebody should return: one that was missed."""
    return isinstance(item.body, CallView) and item.body.outcome is Outcome.MISSED


def callable_number(view: ConversationView) -> str | None:
    """The number that a call from a conversation goes to: of a group nobody can say who would be called."""
    if len(view.participants) != 1 or view.opted_out or not is_phone_number(view.phone_number):
        return None
    return view.phone_number


def name_of(view: ConversationView) -> str | None:
    """What the other party is called, if anybody knows."""
    return view.contact.name if view.contact else None


def speaker_of(line: Utterance, view: ConversationView) -> str:
    """Who says a line: one of us, the contact by its name, or whatever OpenPhone calls them."""
    if line.is_ours or (line.speaker and line.speaker == view.our_number):
        return "Us"
    if line.speaker in (None, ""):
        return "Somebody"
    if line.speaker == view.phone_number:
        return name_of(view) or view.phone_number
    return line.speaker or "Somebody"


def timecode(seconds: float | None) -> str:
    """
    Where in a recording something is.

    >>> timecode(3.6), timecode(75), timecode(3_725.2), timecode(None)
    ('0:03', '1:15', '1:02:05', '')
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def has_several_lines(views: Iterable[ConversationView]) -> bool:
    """Whether a list is of more than one of our numbers, so that each has to say on which it is."""
    return len({view.our_number for view in views} - {""}) > 1
