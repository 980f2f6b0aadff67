"""The items of a timeline as JSON: messages, calls, and what belongs to a call."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from openphone_crm.crm import ItemKind, Message, Recording, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, Media, Utterance
from openphone_crm.moments import format_moment
from openphone_crm.outcomes import duration_of
from openphone_crm.placement import sides_of
from openphone_crm.views import CallView, TimelineItem

from .documents import Document


def item_document(item: TimelineItem) -> Document:
    """An item where it stands in its conversation's timeline."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "occurred_at": format_moment(item.occurred_at),
        **_body(item.body),
    }


def call_document(view: CallView) -> Document:
    """A call as the list of calls shows it: its item, and where it belongs."""
    call = view.call
    item = TimelineItem(call.id, ItemKind.CALL, call.occurred_at, view)
    return {
        **item_document(item),
        "conversation_id": call.conversation_id,
        "contact_id": view.contact_id,
    }


def _body(body: Message | CallView | Voicemail | Transcript | Summary) -> Document:
    match body:
        case Message():
            return _message(body)
        case CallView():
            return _call(body)
        case Voicemail():
            return _voicemail(body)
        case Transcript():
            return _transcript(body)
        case Summary():
            return _summary(body)
        case _:
            assert_never(body)


def _message(message: Message) -> Document:
    return {
        "openphone_id": message.openphone_id,
        "direction": _direction(message.direction),
        "text": message.text,
        "media": [_media(media) for media in message.media],
        "status": message.status,
        "from_number": message.from_number,
        "to_numbers": list(message.to_numbers),
    }


def _media(media: Media) -> Document:
    # OpenPhone's url is never handed on; ours is there once the file is stored here.
    return {"url": None, "content_type": media.content_type}


def _call(view: CallView) -> Document:
    call = view.call
    from_number, to_numbers = sides_of(call)
    return {
        "openphone_id": call.openphone_id,
        "direction": _direction(call.direction),
        "outcome": view.outcome.value,
        "duration_seconds": duration_of(call),
        "answered_by": call.answered_by,
        "answered_at": _moment(call.answered_at),
        "completed_at": _moment(call.completed_at),
        "from_number": from_number,
        "to_numbers": list(to_numbers),
        "recordings": [_recording(recording) for recording in view.recordings],
        "expected": list(view.expected),
        "deep_link": call.deep_link,
    }


def _recording(recording: Recording) -> Document:
    return {
        "id": recording.id,
        "duration_seconds": _seconds(recording.duration_seconds),
        "status": recording.state,
        "audio_url": None,
    }


def _voicemail(voicemail: Voicemail) -> Document:
    return {
        "call_openphone_id": voicemail.call_openphone_id,
        "duration_seconds": _seconds(voicemail.duration_seconds),
        "transcript": voicemail.transcript,
        "audio_url": None,
    }


def _transcript(transcript: Transcript) -> Document:
    return {
        "call_openphone_id": transcript.call_openphone_id,
        "dialogue": [_utterance(utterance) for utterance in transcript.dialogue],
    }


def _utterance(utterance: Utterance) -> Document:
    return {
        "speaker": utterance.speaker,
        "text": utterance.text,
        "start": _seconds(utterance.start),
        "end": _seconds(utterance.end),
    }


def _summary(summary: Summary) -> Document:
    return {
        "call_openphone_id": summary.call_openphone_id,
        "summary": list(summary.summary),
        "next_steps": list(summary.next_steps),
    }


def _direction(direction: Direction | None) -> str | None:
    return direction.value if direction else None


def _moment(moment: datetime | None) -> str | None:
    return format_moment(moment) if moment else None


def _seconds(value: float | None) -> float | None:
    """Seconds as OpenPhone writes them: 30, not 30.0."""
    return int(value) if value is not None and value.is_integer() else value
