"""Webhooks of version 2026-03-30: a resource, its context, and links."""

from __future__ import annotations

import attrs

from openphone_crm.codec import legacy
from openphone_crm.codec.calls import call_report
from openphone_crm.codec.reading import (
    Envelope,
    direction,
    identifier,
    mapping,
    media,
    objects,
    seconds,
    text,
)
from openphone_crm.events import CallReported, Direction, MessageReported, Report, VoicemailReported
from openphone_crm.merging import message_rank
from openphone_crm.moments import parse_moment


def message(envelope: Envelope, way: Direction) -> tuple[Report, ...]:
    """A text message; who wrote to whom stands in the context."""
    resource = envelope.resource
    status = identifier(resource.get("status")) or envelope.type.removeprefix("message.")
    return (
        MessageReported(
            stamp=envelope.stamp(message_rank(status)),
            reported_at=envelope.reported_at,
            openphone_id=envelope.required_id("id"),
            direction=way,
            text=text(resource.get("text")),
            media=media(resource.get("media")),
            status=status,
            error_code=identifier(resource.get("errorCode")),
            from_number=envelope.party(envelope.context.get("senderIdentifier")),
            to_numbers=envelope.parties(envelope.context.get("recipientIdentifiers")),
            phone_number_id=envelope.phone_number_id,
            created_at=parse_moment(resource.get("createdAt")),
            deep_link=envelope.deep_link,
        ),
    )


def call(envelope: Envelope) -> tuple[Report, ...]:
    """A call, from ringing to completed; each event knows a little."""
    return (call_copy(envelope, envelope.required_id("id")),)


def call_copy(envelope: Envelope, call_id: str) -> CallReported:
    """The call itself, its parties told apart by the context."""
    resource = envelope.resource
    ours, outside = _sides(envelope)
    return attrs.evolve(
        call_report(envelope, call_id),
        our_number=ours,
        parties=outside,
        answered_by=identifier(resource.get("answeredByUserId")),
        has_voicemail=resource.get("hasVoicemail") is True or None,
        no_voicemail=resource.get("hasVoicemail") is False or None,
        talk_seconds=seconds(resource.get("duration")),
    )


def recordings(envelope: Envelope) -> tuple[Report, ...]:
    """The recordings of a call, with the call as this event knows it."""
    items = objects(envelope.resource.get("recordings"))
    return (*call(envelope), legacy.recordings_report(envelope, envelope.required_id("id"), items))


def voicemail(envelope: Envelope) -> tuple[Report, ...]:
    """A voicemail; `callId` may be unknown, then it has only its own id and numbers."""
    resource = envelope.resource
    call_id = identifier(resource.get("callId"))
    report = VoicemailReported(
        stamp=envelope.stamp(1 if call_id else 0),
        reported_at=envelope.reported_at,
        call_openphone_id=call_id,
        activity_id=identifier(resource.get("id")) if call_id else envelope.required_id("id"),
        direction=direction(resource.get("direction")),
        duration_seconds=seconds(resource.get("duration")),
        transcript=text(resource.get("transcript")),
        url=text(resource.get("recordingUrl")),
        from_number=envelope.party(resource.get("from")),
        to_numbers=envelope.parties(resource.get("to")),
        phone_number_id=envelope.phone_number_id,
    )
    return (_call_of_voicemail(envelope, call_id, report), report) if call_id else (report,)


def summary(envelope: Envelope) -> tuple[Report, ...]:
    """The summary of a call; the context brings the numbers."""
    return _with_call(envelope, legacy.summary(_with_status(envelope)))


def transcript(envelope: Envelope) -> tuple[Report, ...]:
    """The transcript of a call; the context brings the numbers."""
    return _with_call(envelope, legacy.transcript(_with_status(envelope)))


def _with_status(envelope: Envelope) -> Envelope:
    """The envelope with its `processingStatus` where older webhooks have it."""
    resource = envelope.resource
    progress = resource.get("processingStatus", resource.get("status"))
    return attrs.evolve(envelope, resource={**resource, "status": progress})


def _with_call(envelope: Envelope, reports: tuple[Report, ...]) -> tuple[Report, ...]:
    return (_stub(envelope, envelope.required_id("callId")), *reports)


def _stub(envelope: Envelope, call_id: str) -> CallReported:
    """All that a part of a call tells of the call itself."""
    ours, outside = _sides(envelope)
    return CallReported(
        stamp=envelope.stamp(0),
        reported_at=envelope.reported_at,
        openphone_id=call_id,
        our_number=ours,
        parties=outside,
        phone_number_id=envelope.phone_number_id,
        deep_link=envelope.deep_link,
    )


def _call_of_voicemail(envelope: Envelope, call_id: str, report: VoicemailReported) -> CallReported:
    """The call of a voicemail: who left one has hung up, so it has ended."""
    return attrs.evolve(
        _stub(envelope, call_id),
        direction=report.direction,
        from_number=report.from_number,
        to_numbers=report.to_numbers,
        ended=True,
        has_voicemail=True,
    )


def _sides(envelope: Envelope) -> tuple[str | None, tuple[str, ...]]:
    """Our number and the outside parties; an `unavailable` list is unknown, not empty."""
    people = mapping(envelope.context.get("participants"))
    ours = envelope.parties(people.get("workspace"))
    return ours[0] if ours else None, envelope.parties(people.get("external"))
