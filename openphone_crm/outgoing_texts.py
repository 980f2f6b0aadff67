"""A text on its way out, and the message that the conversation shows of it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.crm import Message
from openphone_crm.errors import InvalidInputError
from openphone_crm.events import Direction
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.merging import joined, message_rank
from openphone_crm.stamps import Stamp
from openphone_crm.texts import storable

LONGEST_TEXT: Final = 1600
"""Characters of a text, as OpenPhone takes it (`content` of POST /v1/messages)."""

GIVEN_UP_AFTER: Final = timedelta(minutes=15)
"""A text that could not be handed over for so long is not sent any more: by then nobody expects it."""

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class TextState(StrEnum):
    """How far a text is; nobody knows whether an unknown one was sent."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class OutgoingText:
    """
    A text on its way out; its words stand in the message of the same id.

    `sending_since` is written before it is sent: found without an answer, it may have been. `known_before`
    are the OpenPhone ids of texts of the same words that were here by then, and so are others.
    """

    id: ItemId
    conversation_id: ConversationId
    by: str
    created_at: datetime
    state: TextState = TextState.QUEUED
    sending_since: datetime | None = None
    known_before: tuple[str, ...] = ()
    openphone_id: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """What its message is known by until OpenPhone has given it an id."""
        return f"{LOCAL}{self.id}"


_SEEN: Final = frozenset("LNPS")
"""The kinds of characters that somebody sees: letters, numbers, punctuation and symbols."""

LOCAL: Final = "text:"
"""What the key of a message begins with that OpenPhone has given no id."""


def checked_text(text: str) -> str:
    """
    The text, if it can be sent.

    Raises:
        InvalidInputError: When it says nothing, or is longer than OpenPhone takes.
    """
    if not any(unicodedata.category(character)[0] in _SEEN for character in text):
        raise InvalidInputError("text", "must hold something that is not blank")
    if len(text) > LONGEST_TEXT:
        raise InvalidInputError("text", f"must have at most {LONGEST_TEXT} characters")
    return storable(text)


def message_of(text: OutgoingText, *, words: str, our_number: str, parties: tuple[str, ...]) -> Message:
    """The message that the conversation shows while the text is on its way."""
    message = Message(
        id=text.id,
        openphone_id=text.key,
        reported_at=text.created_at,
        conversation_id=text.conversation_id,
        direction=Direction.OUTGOING,
        text=words,
        from_number=our_number,
        to_numbers=parties,
        created_at=text.created_at,
    )
    return with_status(message, TextState.QUEUED)


def with_status(message: Message, state: TextState) -> Message:
    """
    The message with a status of our own.

    Whatever OpenPhone says of it outranks that, however its clock goes.
    """
    status = TextState.QUEUED if state is TextState.SENDING else state
    stamp = Stamp(_BEFORE_ALL, message_rank(status), "")
    return attrs.evolve(message, status=status.value, stamps={**message.stamps, "status": stamp})


def as_sent(ours: Message, openphone_id: str, theirs: Message | None) -> Message:
    """
    Our message under the id that OpenPhone gave it, with all that webhooks may have told already.

    It keeps our id, which whoever sent it was given.
    """
    sent = attrs.evolve(with_status(ours, TextState.SENT), openphone_id=openphone_id)
    if theirs is None:
        return sent
    together = joined(sent, theirs)
    return attrs.evolve(together, conversation_id=ours.conversation_id)
