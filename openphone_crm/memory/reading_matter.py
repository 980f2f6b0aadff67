"""Where what is to be read is found, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice
from typing import TypeVar

from openphone_crm.crm import Item, Summary, Transcript, Voicemail
from openphone_crm.events import Direction
from openphone_crm.extraction.reading_matter import (
    matter_of_message,
    matter_of_summary,
    matter_of_transcript,
    matter_of_voicemail,
)
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.ids import ItemId
from openphone_crm.memory.store import State, Store
from openphone_crm.ports.reading_matter import ENOUGH

ItemT = TypeVar("ItemT", bound=Item)


class MemoryReadingMatter:
    """Finds the words of items as they are now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, kind: SourceKind, item_id: ItemId) -> Source | None:
        """What is to be read of an item."""
        with self._store.reading() as state:
            match kind:
                case SourceKind.MESSAGE:
                    message = _at(item_id, state.messages.values())
                    return matter_of_message(message, _ours(state)) if message else None
                case SourceKind.VOICEMAIL:
                    voicemail = _at(item_id, state.voicemails.values())
                    return _of_voicemail(voicemail, state) if voicemail else None
                case SourceKind.TRANSCRIPT:
                    transcript = _at(item_id, state.transcripts.values())
                    return _of_transcript(transcript, state) if transcript else None
                case SourceKind.SUMMARY:
                    summary = _at(item_id, state.summaries.values())
                    return _of_summary(summary, state) if summary else None

    def texts_since(self, moment: datetime) -> int:
        """How many texts came in since then."""
        with self._store.reading() as state:
            texts = (each for each in state.messages.values() if each.direction is Direction.INCOMING)
            return len(list(islice((each for each in texts if each.reported_at >= moment), ENOUGH)))


def _of_voicemail(voicemail: Voicemail, state: State) -> Source | None:
    call = state.calls.get(voicemail.call_openphone_id or "")
    return matter_of_voicemail(voicemail, call, _ours(state))


def _of_transcript(transcript: Transcript, state: State) -> Source | None:
    call = state.calls.get(transcript.call_openphone_id)
    return matter_of_transcript(transcript, call, _parties(transcript, state), _ours(state))


def _of_summary(summary: Summary, state: State) -> Source | None:
    call = state.calls.get(summary.call_openphone_id)
    return matter_of_summary(summary, call, _parties(summary, state), _ours(state))


def _ours(state: State) -> Collection[str]:
    """Our own numbers, as far as they are known: listed by the API, or told by what came in."""
    return frozenset(state.lines.values())


def _parties(part: Transcript | Summary, state: State) -> tuple[str, ...]:
    """The outside parties of the conversation in which a part of a call stands."""
    conversation = state.conversations.get(part.conversation_id) if part.conversation_id else None
    return conversation.parties if conversation else ()


def _at(item_id: ItemId, items: Iterable[ItemT]) -> ItemT | None:
    return next((item for item in items if item.id == item_id), None)
