"""What OpenPhone's API showed, read as if a webhook had brought it, or made into an event of our own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openphone_crm.codec.classification import NO_MOMENT, Classified, missed_or_completed
from openphone_crm.codec.decoding import decode, envelope_of
from openphone_crm.codec.reading import Json, objects, text
from openphone_crm.codec.resources import RECONCILE, call_copy, is_in_progress, is_no_part
from openphone_crm.codec.types import openphone_type
from openphone_crm.events import Direction, Report
from openphone_crm.moments import format_moment
from openphone_crm.remote import Fetched, FetchedKind, Surface

_RESOURCE = {Surface.V1: "object", Surface.DATED: "resource"}
_READY = {
    FetchedKind.RECORDINGS: "recording.ready",
    FetchedKind.VOICEMAIL: "voicemail.received",
    FetchedKind.TRANSCRIPT: "transcript.ready",
    FetchedKind.SUMMARY: "summary.ready",
}
_UNANSWERED = ("missed", "no-answer", "abandoned")
_NO_ID = ""


def decode_fetched(
    fetched: Fetched, *, at: datetime, digest: str = "", region: str = "US"
) -> tuple[Report, ...]:
    """
    What this reports; `at` is when it was shown, and the version of what says none of its own.

    Nothing is reported of a part that there is not: one that is absent, failed or was deleted.

    Raises:
        PayloadError: When it cannot be read.
    """
    return decode(payload_of(fetched, at=at), received_at=at, digest=digest, region=region)


def payload_of(fetched: Fetched, *, at: datetime) -> dict[str, Any]:
    """An event that brings this, in the form of a webhook; `decode` reads it."""
    return {
        "type": RECONCILE + fetched.kind,
        "apiVersion": fetched.surface.value,
        "createdAt": format_moment(at),
        "data": {
            _RESOURCE[fetched.surface]: dict(fetched.resource),
            "context": {"id": fetched.openphone_id},
        },
    }


def classify_fetched(payload: Json) -> Classified:
    """
    The names of an event that brings what was fetched.

    Only whoever made the event may ask: from outside such a type is one that nobody knows.
    """
    sent = openphone_type(payload) or ""
    kind = FetchedKind(sent.removeprefix(RECONCILE))
    return Classified(_event_type(kind, payload), sent, is_known=True)


def is_unfinished(fetched: Fetched) -> bool:
    """Whether OpenPhone is still at it, so that asking again brings more."""
    resource = fetched.resource
    if fetched.kind is FetchedKind.RECORDINGS:
        items = objects(resource.get("data"))
        return not items or any(_is_processed(item) for item in items)
    parts = objects(resource["data"]) if "data" in resource else [resource]
    return fetched.kind not in (FetchedKind.MESSAGE, FetchedKind.CALL) and any(map(is_in_progress, parts))


def _is_processed(recording: Json) -> bool:
    return text(recording.get("url")) is None and not is_no_part(recording)


def _event_type(kind: FetchedKind, payload: Json) -> str:
    envelope = envelope_of(payload, received_at=NO_MOMENT)
    match kind:
        case FetchedKind.MESSAGE:
            is_incoming = envelope.resource.get("direction") == Direction.INCOMING
            return "message.received" if is_incoming else "message.delivered"
        case FetchedKind.CALL if envelope.resource.get("voicemail"):
            return "voicemail.received"
        case FetchedKind.CALL:
            return missed_or_completed(call_copy(envelope, _NO_ID), unanswered=_UNANSWERED)
        case _:
            return _READY[kind]
