"""What stands in a timeline: messages, calls, and what belongs to a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.events import Direction, Media, ProcessingState, Utterance
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.stamps import Stamp

Stamps = Mapping[str, Stamp]
"""Which copy each known field came from."""


class ItemKind(StrEnum):
    """What stands in a timeline, in the order in which things of one moment are shown."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TRANSCRIPT = "transcript"
    SUMMARY = "summary"
    MESSAGE = "message"


class Outcome(StrEnum):
    """How a call ended."""

    UNKNOWN = "unknown"
    FORWARDED = "forwarded"
    ANSWERED_BY_AI = "answered_by_ai"
    ANSWERED = "answered"
    MISSED = "missed"
    NO_ANSWER = "no_answer"


@attrs.frozen(kw_only=True)
class Item:
    """Something at OpenPhone, known from one copy of it or from many."""

    id: ItemId
    stamps: Stamps = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Message(Item):
    """A text message, incoming or outgoing."""

    openphone_id: str
    reported_at: datetime
    conversation_id: ConversationId | None = None
    direction: Direction | None = None
    text: str | None = None
    media: tuple[Media, ...] = ()
    status: str | None = None
    error_code: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    phone_number_id: str | None = None
    created_at: datetime | None = None
    deep_link: str | None = None

    @property
    def occurred_at(self) -> datetime:
        """When the message was written; when it was reported, until that is known."""
        return self.created_at or self.reported_at


@attrs.frozen(kw_only=True)
class Call(Item):
    """
    A call; a stub as long as only a recording, a transcript or a summary has told of it.

    `missing` are the parts that were announced, and given up waiting for.
    """

    openphone_id: str
    reported_at: datetime
    conversation_id: ConversationId | None = None
    direction: Direction | None = None
    status: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    our_number: str | None = None
    parties: tuple[str, ...] = ()
    phone_number_id: str | None = None
    created_at: datetime | None = None
    answered_at: datetime | None = None
    completed_at: datetime | None = None
    answered_by: str | None = None
    ended: bool | None = None
    forwarded: bool | None = None
    answered: bool | None = None
    ai_handled: bool | None = None
    has_voicemail: bool | None = None
    no_voicemail: bool | None = None
    talk_seconds: float | None = None
    deep_link: str | None = None
    missing: tuple[str, ...] = ()

    @property
    def occurred_at(self) -> datetime:
        """When the call began; when it was first reported, while it is a stub."""
        return self.created_at or self.reported_at


@attrs.frozen(kw_only=True)
class Recording(Item):
    """A recording of a call, as a reference to where OpenPhone keeps it."""

    call_openphone_id: str
    openphone_id: str | None = None
    url: str | None = None
    content_type: str | None = None
    duration_seconds: float | None = None
    state: str | None = None
    started_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Voicemail(Item):
    """A voicemail; `key` is its call's OpenPhone id, its own activity id where no call is named."""

    key: str
    reported_at: datetime
    call_openphone_id: str | None = None
    activity_id: str | None = None
    conversation_id: ConversationId | None = None
    direction: Direction | None = None
    duration_seconds: float | None = None
    transcript: str | None = None
    url: str | None = None
    content_type: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    phone_number_id: str | None = None


@attrs.frozen(kw_only=True)
class Transcript(Item):
    """What was said in a call, line by line."""

    call_openphone_id: str
    reported_at: datetime
    conversation_id: ConversationId | None = None
    state: ProcessingState | None = None
    dialogue: tuple[Utterance, ...] = ()


@attrs.frozen(kw_only=True)
class Summary(Item):
    """What a call was about, and what is to be done."""

    call_openphone_id: str
    reported_at: datetime
    conversation_id: ConversationId | None = None
    state: ProcessingState | None = None
    summary: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
