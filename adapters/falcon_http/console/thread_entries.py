"""The items of a timeline as a thread shows them: as the API tells them, with the words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from adapters.falcon_http.api.item_documents import item_document
from openphone_crm.crm import Call, Message, Summary, Transcript, Voicemail
from openphone_crm.labels import call_label, voicemail_label
from openphone_crm.thread_words import Delivery, asks_callback, awaited, delivery_of, speaker_of, timecode
from openphone_crm.views import CallView, ConversationView, TimelineItem


@attrs.frozen(kw_only=True)
class Line:
    """A line of a transcript; `href` plays the call from there, where its recording is stored."""

    speaker: str
    text: str
    start: float | None
    at: str
    href: str


@attrs.frozen(kw_only=True)
class Entry:
    """
    An item, how the API tells it (`told`), and what it is called.

    `call` is OpenPhone's id of the call that it belongs to, by which its sound is found.
    """

    item: TimelineItem
    told: Mapping[str, Any]
    label: str
    call: str = ""
    delivery: Delivery | None = None
    awaited: Sequence[str] = ()
    lines: Sequence[Line] = ()
    asks_callback: bool = False


def entries_of(view: ConversationView, items: Sequence[TimelineItem]) -> list[Entry]:
    """The items of a conversation, in the same order."""
    told = {item.id: item_document(item) for item in items}
    sounds = _sounds(told.values())
    return [_entry(item, told[item.id], view, sounds) for item in items]


def _sounds(documents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Where the sound of each call is, by OpenPhone's id of the call."""
    found: dict[str, str] = {}
    for told in documents:
        for recording in told.get("recordings", ()):
            if recording["audio_url"]:
                found.setdefault(told["openphone_id"], recording["audio_url"])
    return found


def _entry(
    item: TimelineItem, told: Mapping[str, Any], view: ConversationView, sounds: Mapping[str, str]
) -> Entry:
    body = item.body
    entry = Entry(item=item, told=told, label=_label(body), call=_call_of(body))
    if isinstance(body, Message):
        return attrs.evolve(entry, delivery=delivery_of(body))
    if isinstance(body, CallView):
        return attrs.evolve(entry, awaited=awaited(body), asks_callback=asks_callback(item))
    if isinstance(body, Transcript):
        return attrs.evolve(entry, lines=_lines(body, view, sounds.get(body.call_openphone_id, "")))
    return entry


def _lines(transcript: Transcript, view: ConversationView, sound: str) -> list[Line]:
    return [
        Line(
            speaker=speaker_of(line, view),
            text=line.text,
            start=line.start,
            at=timecode(line.start),
            href=f"{sound}#t={line.start:g}" if sound and line.start is not None else "",
        )
        for line in transcript.dialogue
    ]


def _label(body: Message | CallView | Voicemail | Transcript | Summary) -> str:
    match body:
        case CallView(call=Call() as call):
            return call_label(call)
        case Voicemail():
            return voicemail_label(body)
        case Transcript():
            return "Call Transcript"
        case Summary():
            return "Call Summary"
        case _:
            return "Message"


def _call_of(body: Message | CallView | Voicemail | Transcript | Summary) -> str:
    if isinstance(body, Message):
        return ""
    return body.call.openphone_id if isinstance(body, CallView) else body.call_openphone_id or ""
