"""Messages, calls and their parts as OpenPhone's API shows them, the older one and that of 2026-03-30."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from openphone_crm.codec import legacy
from openphone_crm.codec.calls import call_report
from openphone_crm.codec.reading import Envelope, Json, direction, identifier, mapping, objects, seconds, text
from openphone_crm.errors import PayloadError
from openphone_crm.events import CallReported, Direction, Report, VoicemailReported
from openphone_crm.moments import parse_moment
from openphone_crm.remote import FetchedKind

RECONCILE = "reconcile."
"""How the types of events begin that bring what the API showed."""

IN_PROGRESS = "in-progress"
NO_PART = frozenset(("absent", "failed", "deleted"))
"""What the API says of a part that there is not, or not any more."""

_WHILE_IT_IS_MADE = timedelta(minutes=1)
"""A voicemail may not be shown at once."""
_USUAL_STATUS = {Direction.INCOMING: "received", Direction.OUTGOING: "sent"}


def message(envelope: Envelope) -> tuple[Report, ...]:
    """A text message; here only the resource tells its direction."""
    resource = envelope.resource
    way = direction(resource.get("direction"))
    if way is None:
        reason = "no usable direction in the payload"
        raise PayloadError(reason, envelope.type)
    status = identifier(resource.get("status")) or _USUAL_STATUS[way]
    return legacy.message(attrs.evolve(envelope, resource={**resource, "status": status}), way)


def call(envelope: Envelope) -> tuple[Report, ...]:
    """A call, with the voicemail and the summary that may come along."""
    resource, call_id = envelope.resource, envelope.required_id("id")
    parts = {"voicemail": voicemail, "summary": summary}
    along = (read(_inside(envelope, call_id, name)) for name, read in parts.items() if resource.get(name))
    return (call_copy(envelope, call_id), *(part for found in along for part in found))


def call_copy(envelope: Envelope, call_id: str) -> CallReported:
    """The call itself."""
    return attrs.evolve(
        call_report(envelope, call_id),
        answered_by=identifier(envelope.resource.get("answeredBy")),
        no_voicemail=_says_there_is_no_voicemail(envelope) or None,
        **_sides(envelope),
    )


def recordings(envelope: Envelope) -> tuple[Report, ...]:
    """The recordings of a call, without those that failed or were deleted."""
    items = [item for item in objects(envelope.resource.get("data")) if not is_no_part(item)]
    return (legacy.recordings_report(envelope, _call_id(envelope), items),) if items else ()


def voicemail(envelope: Envelope) -> tuple[Report, ...]:
    """A voicemail, and that its call has one: at first hardly more than this is known."""
    resource, call_id = envelope.resource, _call_id(envelope)
    if is_no_part(resource):
        return ()
    found = VoicemailReported(
        stamp=envelope.stamp(0 if resource.get("status") == IN_PROGRESS else 1),
        reported_at=envelope.reported_at,
        call_openphone_id=call_id,
        duration_seconds=seconds(resource.get("duration")),
        transcript=text(resource.get("transcript")),
        url=text(resource.get("recordingUrl")),
    )
    left_after = CallReported(
        stamp=envelope.stamp(0),
        reported_at=envelope.reported_at,
        openphone_id=call_id,
        ended=True,
        has_voicemail=True,
    )
    return (left_after, found)


def summary(envelope: Envelope) -> tuple[Report, ...]:
    """The summary of a call."""
    resource = {**envelope.resource, "callId": _call_id(envelope)}
    return () if is_no_part(resource) else legacy.summary(attrs.evolve(envelope, resource=resource))


def transcript(envelope: Envelope) -> tuple[Report, ...]:
    """The transcript of a call: whole, or one for each recorded segment, which are joined."""
    resource = envelope.resource
    segments = objects(resource["data"]) if "data" in resource else [resource]
    kept = [segment for segment in segments if not is_no_part(segment)]
    if not kept:
        return ()
    joined = {
        "callId": _call_id(envelope),
        "status": IN_PROGRESS if any(map(is_in_progress, kept)) else kept[0].get("status"),
        "dialogue": list(_lines_of(sorted(kept, key=_begins))),
    }
    return legacy.transcript(attrs.evolve(envelope, resource=joined))


def is_no_part(resource: Json) -> bool:
    """Whether this says that there is no such part."""
    return resource.get("status") in NO_PART


def is_in_progress(resource: Json) -> bool:
    """Whether OpenPhone is still at it."""
    return resource.get("status") == IN_PROGRESS


READERS: Mapping[str, Callable[[Envelope], tuple[Report, ...]]] = {
    RECONCILE + FetchedKind.MESSAGE: message,
    RECONCILE + FetchedKind.CALL: call,
    RECONCILE + FetchedKind.RECORDINGS: recordings,
    RECONCILE + FetchedKind.VOICEMAIL: voicemail,
    RECONCILE + FetchedKind.TRANSCRIPT: transcript,
    RECONCILE + FetchedKind.SUMMARY: summary,
}


def _call_id(envelope: Envelope) -> str:
    """The call that a part belongs to: what was asked for, since not every part names it."""
    return identifier(envelope.context.get("id")) or envelope.required_id("callId")


def _inside(envelope: Envelope, call_id: str, name: str) -> Envelope:
    """What came along with a call, as if it had been asked for."""
    return attrs.evolve(envelope, resource=mapping(envelope.resource.get(name)), context={"id": call_id})


def _says_there_is_no_voicemail(envelope: Envelope) -> bool:
    """Whoever asks for what comes along gets a summary of every call, and a voicemail if there is one."""
    resource = envelope.resource
    if "summary" not in resource or resource.get("voicemail"):
        return False
    ended = parse_moment(resource.get("completedAt"))
    return ended is not None and envelope.reported_at - ended >= _WHILE_IT_IS_MADE


def _sides(envelope: Envelope) -> dict[str, Any]:
    """
    Who took part: ours are known by the people who work here, and else by position.

    The older API lists numbers, who calls first, just as its webhooks do.
    """
    listed = envelope.resource.get("participants")
    people = objects(listed)
    ours = envelope.parties([one.get("phoneNumber") for one in people if one.get("actorId")])
    everyone = envelope.parties([one.get("phoneNumber") for one in people] or listed)
    outside = tuple(one for one in everyone if one not in ours)
    if ours and outside:
        return {"our_number": ours[0], "parties": outside}
    return {"from_number": everyone[0] if everyone else None, "to_numbers": everyone[1:]}


def _lines_of(segments: Iterable[Json]) -> Iterator[Json]:
    """The lines of all segments, in seconds from the beginning of the first."""
    first: datetime | None = None
    for segment in segments:
        begins = parse_moment(segment.get("startTime"))
        first = first or begins
        offset = (begins - first).total_seconds() if begins and first else 0.0
        for line in objects(segment.get("dialogue")):
            yield _moved(line, offset)


def _moved(line: Json, offset: float) -> Json:
    """A line so much later; who works here goes by the id alone where the API of 2026-03-30 tells it."""
    times = {
        name: moved for name in ("start", "end") if (moved := _later(line.get(name), offset)) is not None
    }
    actor = identifier(line.get("actorId"))
    return {**line, **times, **({"identifier": None, "userId": actor} if actor else {})}


def _later(value: object, offset: float) -> float | None:
    told = seconds(value)
    return None if told is None else told + offset


def _begins(segment: Json) -> str:
    """Where a segment stands among the others; what does not say stays in front, as it came."""
    begins = parse_moment(segment.get("startTime"))
    return begins.isoformat() if begins else ""
