"""A call, in what every generation of webhook says in the same words."""

from __future__ import annotations

from openphone_crm.codec.reading import Envelope, direction, identifier, text
from openphone_crm.events import CallReported, Direction
from openphone_crm.merging import call_rank
from openphone_crm.moments import parse_moment

_ENDED = frozenset(
    {
        "abandoned",
        "ai-handled",
        "answered",
        "busy",
        "canceled",
        "completed",
        "failed",
        "forwarded",
        "missed",
        "no-answer",
        "unanswered",
    }
)
# The events that carry no status say one by their type.
_STATUS_OF_TYPE = {
    "call.ringing": "ringing",
    "call.answered": "in-progress",
    "call.missed": "missed",
    "call.forwarded": "forwarded",
}
_BY_AI = (True, "ai-agent")


def call_report(envelope: Envelope, call_id: str) -> CallReported:
    """A copy of a call without its parties, which each generation tells in its own way."""
    resource = envelope.resource
    status = identifier(resource.get("status")) or _STATUS_OF_TYPE.get(envelope.type)
    ended = envelope.type == "call.completed" or status in _ENDED
    return CallReported(
        stamp=envelope.stamp(call_rank(status, ended=ended)),
        reported_at=envelope.reported_at,
        openphone_id=call_id,
        direction=_way(envelope),
        status=status,
        phone_number_id=envelope.phone_number_id,
        created_at=parse_moment(resource.get("createdAt")),
        answered_at=parse_moment(resource.get("answeredAt")),
        completed_at=parse_moment(resource.get("completedAt")),
        ended=ended or None,
        forwarded=_is_forwarded(envelope, status) or None,
        answered=status == "answered" or None,
        ai_handled=status == "ai-handled" or resource.get("aiHandled") in _BY_AI or None,
        deep_link=envelope.deep_link,
    )


def _way(envelope: Envelope) -> Direction | None:
    """Only an incoming call can be missed, whatever the resource says."""
    if envelope.type == "call.missed":
        return Direction.INCOMING
    return direction(envelope.resource.get("direction"))


def _is_forwarded(envelope: Envelope, status: str | None) -> bool:
    told = text(envelope.resource.get("forwardedTo")) is not None
    return told or status == "forwarded" or envelope.type == "call.forwarded"
