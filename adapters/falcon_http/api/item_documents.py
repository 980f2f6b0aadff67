"""The items of a timeline as JSON: messages, calls, and what belongs to a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias, assert_never

import attrs

from adapters.falcon_http.sign_in import API
from openphone_crm.crm import ItemKind, Message, Recording, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, Media, Utterance
from openphone_crm.file_matter import files_in
from openphone_crm.files.kept import KeptFile
from openphone_crm.moments import format_moment
from openphone_crm.outcomes import duration_of
from openphone_crm.outgoing_texts import LOCAL
from openphone_crm.placement import sides_of
from openphone_crm.views import CallView, TimelineItem

from .documents import Document

Files: TypeAlias = Sequence[KeptFile]


def item_document(item: TimelineItem) -> Document:
    """An item where it stands in its conversation's timeline."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "occurred_at": format_moment(item.occurred_at),
        **_body(item),
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


def _body(item: TimelineItem) -> Document:
    body = item.body
    match body:
        case Message():
            return _message(body, item.files)
        case CallView():
            return _call(body)
        case Voicemail():
            return _voicemail(body, item.files)
        case Transcript():
            return _transcript(body)
        case Summary():
            return _summary(body)
        case _:
            assert_never(body)


def _message(message: Message, files: Files) -> Document:
    return {
        "openphone_id": None if message.openphone_id.startswith(LOCAL) else message.openphone_id,
        "direction": _direction(message.direction),
        "text": message.text,
        "media": [_media(media, message, files) for media in message.media],
        "status": message.status,
        "from_number": message.from_number,
        "to_numbers": list(message.to_numbers),
    }


def _media(media: Media, message: Message, files: Files) -> Document:
    # OpenPhone's url is never handed on; ours is there once the file is stored here.
    file = _stored(attrs.evolve(message, media=(media,)), files)
    url = f"{API}/media/{file.id}" if file else None
    return {"url": url, "content_type": media.content_type or (file.content_type if file else None)}


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
        "recordings": [_recording(recording, view.files) for recording in view.recordings],
        "expected": list(view.expected),
        "missing": list(view.missing),
        "deep_link": call.deep_link,
    }


def _recording(recording: Recording, files: Files) -> Document:
    return {
        "id": recording.id,
        "duration_seconds": _seconds(recording.duration_seconds),
        "status": recording.state,
        "audio_url": _audio_url(recording, files),
    }


def _voicemail(voicemail: Voicemail, files: Files) -> Document:
    return {
        "call_openphone_id": voicemail.call_openphone_id,
        "duration_seconds": _seconds(voicemail.duration_seconds),
        "transcript": voicemail.transcript,
        "audio_url": _audio_url(voicemail, files),
    }


def _audio_url(thing: Recording | Voicemail, files: Files) -> str | None:
    return f"{API}/recordings/{thing.id}/audio" if _stored(thing, files) else None


def _stored(thing: Message | Recording | Voicemail, files: Files) -> KeptFile | None:
    """The first file of a thing, as it is kept here."""
    matter = next(files_in([thing]), None)
    return matter.among(files) if matter else None


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
