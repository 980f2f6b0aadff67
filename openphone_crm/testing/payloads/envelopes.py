"""What both legacy generations share: the envelope, and the shapes that never differed."""

from __future__ import annotations

from typing import Any

from openphone_crm.testing.happenings import (
    Call,
    ContactCard,
    Happening,
    Summary,
    Text,
    Transcript,
    Utterance,
)
from openphone_crm.testing.identifiers import event_id
from openphone_crm.testing.payloads.timestamps import milliseconds


def legacy_envelope(happening: Happening, version: str, data: dict[str, Any]) -> dict[str, Any]:
    """Put the envelope of the first two generations around an event's data."""
    return {
        "id": event_id(version, happening.type, subject_key(happening), happening.at),
        "object": "event",
        "apiVersion": version,
        "createdAt": milliseconds(happening.at),
        "type": happening.type,
        "data": data,
    }


def subject_key(happening: Happening) -> str:
    """Return what tells the subject of a happening from any other."""
    match happening.subject:
        case Text(id=key) | Call(id=key) | ContactCard(id=key):
            return key
        case Transcript(call=call) | Summary(call=call):
            return call.id
        case other:
            return str(other.fields.get("id", ""))


def legacy_transcript(transcript: Transcript) -> dict[str, Any]:
    """Return a transcript: it names its call, and no phone number of it."""
    return {
        "callId": transcript.call.id,
        "object": "callTranscript",
        "createdAt": milliseconds(transcript.created_at),
        "dialogue": dialogue(transcript),
        "duration": talk_seconds(transcript.call),
        "status": transcript.status,
    }


def legacy_summary(summary: Summary) -> dict[str, Any]:
    """Return a summary: it names its call, and no phone number of it."""
    return {
        "callId": summary.call.id,
        "object": "callSummary",
        "status": summary.status,
        "summary": as_list(summary.summary),
        "nextSteps": as_list(summary.next_steps),
    }


def dialogue(transcript: Transcript) -> list[dict[str, Any]] | None:
    """Return the words of a call: outside speakers by number, our own by user."""
    if transcript.dialogue is None:
        return None
    return [_utterance(utterance, transcript.call) for utterance in transcript.dialogue]


def as_list(lines: tuple[str, ...] | None) -> list[str] | None:
    """Return the lines as JSON has them, null when there are none yet."""
    return None if lines is None else list(lines)


def talk_seconds(call: Call) -> float | None:
    """Return the seconds from a call's answer to its end."""
    if call.answered_at is None or call.completed_at is None:
        return None
    return (call.completed_at - call.answered_at).total_seconds()


def _utterance(utterance: Utterance, call: Call) -> dict[str, Any]:
    return {
        "content": utterance.content,
        "start": utterance.start,
        "end": utterance.end,
        "identifier": call.external if utterance.is_external else call.line.number,
        "userId": None if utterance.is_external else call.answered_by or call.line.user_id,
    }
