"""Where what is to be read is found (port `ReadingMatter`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Table, func, literal_column, select

from openphone_crm.crm import Call, Message, Summary, Transcript, Voicemail
from openphone_crm.extraction.reading_matter import (
    matter_of_message,
    matter_of_summary,
    matter_of_transcript,
    matter_of_voicemail,
)
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.ports.reading_matter import ENOUGH
from openphone_crm.texts import storable

from .database import Connections
from .mapping import entity_of
from .tables import calls, conversations, messages, phone_lines, summaries, transcripts, voicemails

T = TypeVar("T")

# Written out, and as the index has it: whether a parameter fits, a planner may not know.
_INCOMING = messages.c.direction == literal_column("'incoming'")


class SqlReadingMatter:
    """Reads one item, with its call and its conversation."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def get(self, kind: SourceKind, item_id: ItemId) -> Source | None:
        """What is to be read of an item."""
        with self._connections.reading() as connection:
            match kind:
                case SourceKind.MESSAGE:
                    message = _at(connection, Message, messages, item_id)
                    return matter_of_message(message, _ours(connection)) if message else None
                case SourceKind.VOICEMAIL:
                    voicemail = _at(connection, Voicemail, voicemails, item_id)
                    return _of_voicemail(connection, voicemail) if voicemail else None
                case SourceKind.TRANSCRIPT:
                    transcript = _at(connection, Transcript, transcripts, item_id)
                    return _of_transcript(connection, transcript) if transcript else None
                case SourceKind.SUMMARY:
                    summary = _at(connection, Summary, summaries, item_id)
                    return _of_summary(connection, summary) if summary else None

    def texts_since(self, moment: datetime) -> int:
        """How many texts came in since then."""
        found = select(messages.c.reported_at).where(_INCOMING, messages.c.reported_at >= moment)
        count = select(func.count()).select_from(found.limit(ENOUGH).subquery())
        with self._connections.reading() as connection:
            return connection.execute(count).scalar_one()


def _of_voicemail(connection: Connection, voicemail: Voicemail) -> Source | None:
    call = _call(connection, voicemail.call_openphone_id)
    return matter_of_voicemail(voicemail, call, _ours(connection))


def _of_transcript(connection: Connection, transcript: Transcript) -> Source | None:
    call = _call(connection, transcript.call_openphone_id)
    parties = _parties(connection, transcript.conversation_id)
    return matter_of_transcript(transcript, call, parties, _ours(connection))


def _of_summary(connection: Connection, summary: Summary) -> Source | None:
    call = _call(connection, summary.call_openphone_id)
    parties = _parties(connection, summary.conversation_id)
    return matter_of_summary(summary, call, parties, _ours(connection))


def _at(connection: Connection, kind: type[T], table: Table, item_id: ItemId) -> T | None:
    query = select(table).where(table.c.id == storable(item_id))
    row = connection.execute(query).mappings().first()
    return None if row is None else entity_of(kind, row)


def _call(connection: Connection, openphone_id: str | None) -> Call | None:
    query = select(calls).where(calls.c.openphone_id == openphone_id)
    row = connection.execute(query).mappings().first() if openphone_id else None
    return None if row is None else entity_of(Call, row)


def _ours(connection: Connection) -> Collection[str]:
    """Our own numbers, as far as they are known: listed by the API, or told by what came in."""
    return frozenset(connection.scalars(select(phone_lines.c.number)))


def _parties(connection: Connection, conversation_id: ConversationId | None) -> Collection[str]:
    """The outside parties of a conversation."""
    query = select(conversations.c.parties).where(conversations.c.id == conversation_id)
    return connection.execute(query).scalar() or () if conversation_id else ()
