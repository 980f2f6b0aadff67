"""From a payload to reports, whichever generation of webhook sent it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from openphone_crm.codec import contacts, current, legacy, resources
from openphone_crm.codec.reading import Envelope, Json, mapping
from openphone_crm.codec.types import UNKNOWN, openphone_type
from openphone_crm.events import Direction, Report
from openphone_crm.moments import parse_moment
from openphone_crm.texts import trusted_link

Reader = Callable[[Envelope], tuple[Report, ...]]

_INCOMING, _OUTGOING = Direction.INCOMING, Direction.OUTGOING
_CALL_TYPES = (
    "call.ringing",
    "call.answered",
    "call.completed",
    "call.missed",
    "call.forwarded",
    "call.menu.selected",
)
_CURRENT: Mapping[str, Reader] = {
    "message.received": partial(current.message, way=_INCOMING),
    "message.delivered": partial(current.message, way=_OUTGOING),
    "message.failed": partial(current.message, way=_OUTGOING),
    "message.undelivered": partial(current.message, way=_OUTGOING),
    **dict.fromkeys(_CALL_TYPES, current.call),
    "call.recording.completed": current.recordings,
    "call.voicemail.completed": current.voicemail,
    "call.summary.completed": current.summary,
    "callSummary": current.summary,
    "call.transcript.completed": current.transcript,
    "callTranscript": current.transcript,
    "contact.updated": contacts.updated,
    "contact.deleted": contacts.deleted,
    **resources.READERS,
}
_LEGACY: Mapping[str, Reader] = {
    **_CURRENT,
    "message.received": partial(legacy.message, way=_INCOMING),
    "message.delivered": partial(legacy.message, way=_OUTGOING),
    "message.failed": partial(legacy.message, way=_OUTGOING),
    "message.undelivered": partial(legacy.message, way=_OUTGOING),
    **dict.fromkeys((*_CALL_TYPES, "call.recording.completed"), legacy.call),
    "call.summary.completed": legacy.summary,
    "callSummary": legacy.summary,
    "call.transcript.completed": legacy.transcript,
    "callTranscript": legacy.transcript,
}


def decode(payload: Json, *, received_at: datetime, digest: str, region: str = "US") -> tuple[Report, ...]:
    """
    What this payload reports; nothing for the types that have no effect on the CRM.

    `digest` is the SHA-256 of the body, `region` the country whose local numbers are read.

    Raises:
        PayloadError: When a known type has a payload that cannot be read.
    """
    envelope = envelope_of(payload, received_at=received_at, digest=digest, region=region)
    readers = _CURRENT if is_current(payload) else _LEGACY
    read = readers.get(envelope.type)
    return read(envelope) if read else ()


def envelope_of(payload: Json, *, received_at: datetime, digest: str = "", region: str = "US") -> Envelope:
    """What was sent, taken out of the payload."""
    data = mapping(payload.get("data"))
    return Envelope(
        type=openphone_type(payload) or UNKNOWN,
        reported_at=parse_moment(payload.get("createdAt")) or received_at,
        digest=digest,
        region=region,
        resource=mapping(data.get("resource") if is_current(payload) else data.get("object")),
        context=mapping(data.get("context")),
        deep_link=trusted_link(data.get("deepLink")) or trusted_link(mapping(data.get("links")).get("quo")),
    )


def is_current(payload: Json) -> bool:
    """Whether the payload is of version 2026-03-30: it has a resource where older ones have an object."""
    return isinstance(mapping(payload.get("data")).get("resource"), dict)


def generation_of(payload: Json) -> str:
    """The generation of webhook that sends such payloads, by the names that the command line has for them."""
    if is_current(payload):
        return "2026-03-30"
    return "legacy-api" if payload.get("apiVersion") == "v4" else "legacy-app"
