"""Webhooks made in the Quo app (v2, v3) and by the v1 API (v4): everything lies in `data.object`."""

from __future__ import annotations

import attrs

from openphone_crm.codec.calls import call_report
from openphone_crm.codec.reading import (
    Envelope,
    Json,
    dialogue,
    identifier,
    mapping,
    media,
    objects,
    seconds,
    state,
    text,
    texts,
)
from openphone_crm.events import (
    CallReported,
    Direction,
    MessageReported,
    RecordingCopy,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.merging import message_rank, state_rank
from openphone_crm.moments import parse_moment

_UNSAID = ""


def message(envelope: Envelope, way: Direction) -> tuple[Report, ...]:
    """A text message; the type of the event outranks the direction that the resource claims."""
    resource = envelope.resource
    status = identifier(resource.get("status")) or envelope.type.removeprefix("message.")
    return (
        MessageReported(
            stamp=envelope.stamp(message_rank(status)),
            reported_at=envelope.reported_at,
            openphone_id=envelope.required_id("id"),
            direction=way,
            text=text(resource.get("text")) or text(resource.get("body")),
            media=media(resource.get("media")),
            status=status,
            error_code=identifier(resource.get("errorCode")),
            from_number=envelope.party(resource.get("from")),
            to_numbers=envelope.parties(resource.get("to")),
            phone_number_id=envelope.phone_number_id,
            created_at=parse_moment(resource.get("createdAt")),
            deep_link=envelope.deep_link,
        ),
    )


def call(envelope: Envelope) -> tuple[Report, ...]:
    """A call, with the voicemail (v2, v3) or the recordings that came along."""
    report = call_copy(envelope, envelope.required_id("id", "callId"))
    return (report, *_recordings(envelope, report.openphone_id), *_voicemail(envelope, report))


def call_copy(envelope: Envelope, call_id: str) -> CallReported:
    """The call itself, its parties as sender and receivers."""
    sender, receivers = _sides(envelope)
    return attrs.evolve(
        call_report(envelope, call_id),
        from_number=sender,
        to_numbers=receivers,
        answered_by=identifier(envelope.resource.get("answeredBy")),
        has_voicemail=bool(envelope.resource.get("voicemail")) or None,
        no_voicemail=_says_there_is_no_voicemail(envelope) or None,
    )


def summary(envelope: Envelope) -> tuple[Report, ...]:
    """The summary of a call; it names the call and no numbers."""
    lines = texts(envelope.resource.get("summary"))
    progress = state(envelope.resource.get("status"), has_content=bool(lines))
    return (
        SummaryReported(
            stamp=envelope.stamp(state_rank(progress)),
            reported_at=envelope.reported_at,
            call_id=envelope.required_id("callId"),
            state=progress,
            summary=lines,
            next_steps=texts(envelope.resource.get("nextSteps")),
        ),
    )


def transcript(envelope: Envelope) -> tuple[Report, ...]:
    """The transcript of a call; it names the call and no numbers but the speakers'."""
    lines = dialogue(envelope.resource.get("dialogue"))
    progress = state(envelope.resource.get("status"), has_content=bool(lines))
    return (
        TranscriptReported(
            stamp=envelope.stamp(state_rank(progress)),
            reported_at=envelope.reported_at,
            call_id=envelope.required_id("callId"),
            state=progress,
            dialogue=lines,
        ),
    )


def recordings_report(envelope: Envelope, call_id: str, items: list[Json]) -> RecordingsReported:
    """The recordings of a call, as every generation writes them."""
    return RecordingsReported(
        stamp=envelope.stamp(0),
        reported_at=envelope.reported_at,
        call_id=call_id,
        recordings=tuple(map(_recording, envelope.few(items))),
    )


def _sides(envelope: Envelope) -> tuple[str | None, tuple[str, ...]]:
    """From and to: named in v2 and v3, by position in v4's `participants` (who calls comes first)."""
    resource = envelope.resource
    people = envelope.parties(resource.get("participants"))
    if people:
        return people[0], people[1:]
    return envelope.party(resource.get("from")), envelope.parties(resource.get("to"))


def _recordings(envelope: Envelope, call_id: str) -> tuple[RecordingsReported, ...]:
    """Recordings: a list of them in v4, the media of the recording event in v2 and v3."""
    items = objects(envelope.resource.get("recordings"))
    is_announced = envelope.type == "call.recording.completed"
    if is_announced and not items:
        items = objects(envelope.resource.get("media"))
    return (recordings_report(envelope, call_id, items),) if items or is_announced else ()


def _recording(item: Json) -> RecordingCopy:
    url = text(item.get("url"))
    return RecordingCopy(
        openphone_id=identifier(item.get("id")),
        url=url,
        content_type=identifier(item.get("type")),
        duration_seconds=seconds(item.get("duration")),
        state=identifier(item.get("status")) or ("completed" if url else "in-progress"),
        started_at=parse_moment(item.get("startTime")),
    )


def _says_there_is_no_voicemail(envelope: Envelope) -> bool:
    """The webhooks of the app name the voicemail of every call that ended; those of the v1 API never do."""
    resource = envelope.resource
    return envelope.type == "call.completed" and resource.get("voicemail", _UNSAID) is None


def _voicemail(envelope: Envelope, report: CallReported) -> tuple[VoicemailReported, ...]:
    voicemail = mapping(envelope.resource.get("voicemail"))
    if not voicemail:
        return ()
    return (
        VoicemailReported(
            stamp=report.stamp,
            reported_at=envelope.reported_at,
            call_openphone_id=report.openphone_id,
            direction=report.direction,
            duration_seconds=seconds(voicemail.get("duration")),
            transcript=text(voicemail.get("transcript")),
            url=text(voicemail.get("url")),
            content_type=identifier(voicemail.get("type")),
        ),
    )
