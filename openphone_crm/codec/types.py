"""The types that OpenPhone sends, and the names that the customer gave them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST_TYPE = 50
UNKNOWN = "unknown"

KNOWN_TYPES = frozenset(
    (
        "message.received",
        "message.delivered",
        "message.failed",
        "message.undelivered",
        "call.ringing",
        "call.answered",
        "call.completed",
        "call.missed",
        "call.forwarded",
        "call.menu.selected",
        "call.recording.completed",
        "call.voicemail.completed",
        "call.summary.completed",
        "callSummary",
        "call.transcript.completed",
        "callTranscript",
        "contact.updated",
        "contact.deleted",
    )
)
_KNOWN_FAMILIES = ("task.", "integration.")

RENAMED = {
    "call.transcript.completed": "transcript.ready",
    "callTranscript": "transcript.ready",
    "call.summary.completed": "summary.ready",
    "callSummary": "summary.ready",
    "call.recording.completed": "recording.ready",
    "call.voicemail.completed": "voicemail.received",
}


def openphone_type(payload: Mapping[str, Any]) -> str | None:
    """The type as sent, or None where it is no text."""
    sent = payload.get("type")
    return sent if isinstance(sent, str) else None


def is_known(type_as_sent: str) -> bool:
    """Whether OpenPhone documents this type, or a family that it belongs to."""
    return type_as_sent in KNOWN_TYPES or type_as_sent.startswith(_KNOWN_FAMILIES)
