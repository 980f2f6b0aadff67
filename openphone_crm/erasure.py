"""What belongs to a person who is erased, and by what it is known when it comes again."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import attrs

from openphone_crm.crm import Contact, Conversation
from openphone_crm.ids import ContactId, ConversationId, EventId, ItemId
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted

ERASED = "erased"
"""What an event that nobody works on any more says instead of an error."""

Erasures: TypeAlias = Mapping[str, datetime]
"""When each number and OpenPhone id was erased."""


@attrs.frozen(kw_only=True)
class Person:
    """
    A contact, and all that leads to what is theirs.

    `own_lines` are numbers of the contact that are the shop's own: with them every conversation of
    such a line would go.
    """

    contact: Contact
    link_ids: frozenset[str] = frozenset()
    conversations: tuple[Conversation, ...] = ()
    own_lines: frozenset[str] = frozenset()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that the person is known by."""
        return frozenset(self.contact.phone_numbers)

    @property
    def own_conversations(self) -> tuple[Conversation, ...]:
        """Those in which nobody else is at the other end."""
        return tuple(one for one in self.conversations if self._is_alone_in(one))

    @property
    def groups(self) -> tuple[Conversation, ...]:
        """Those in which others are too."""
        return tuple(one for one in self.conversations if not self._is_alone_in(one))

    def _is_alone_in(self, conversation: Conversation) -> bool:
        # Whichever of two was taken for our number: the only other one is ours.
        return len({conversation.our_number, *conversation.parties} - self.numbers) <= 1


@attrs.frozen(kw_only=True)
class Erasure:
    """
    What is taken away for good: resources with all their parts, conversations, and the contact itself.

    `names` are the numbers and OpenPhone ids of which marks stay; `numbers` go out of the history of
    others. What was read goes with what it was read in: also where something of that stays, as
    `reworded` says; `digests` are those of all texts that are concerned. Files go with what they belong
    to; of the calls and voicemails in `silenced`, which may stay themselves, all that can be heard goes.
    """

    at: datetime
    names: frozenset[str]
    resources: Wanted = attrs.field(factory=Wanted)
    conversation_ids: frozenset[ConversationId] = frozenset()
    contact_id: ContactId | None = None
    numbers: frozenset[str] = frozenset()
    reworded: frozenset[ItemId] = frozenset()
    digests: frozenset[str] = frozenset()
    silenced: frozenset[str] = frozenset()

    @property
    def owners(self) -> frozenset[str]:
        """Whose files go."""
        return ids_in(self.resources)


@attrs.frozen(kw_only=True)
class Extent:
    """How much belongs to a person; of `groups`, which are conversations with others, their words stay."""

    conversations: int
    groups: int
    messages: int
    calls: int
    events: int = 0


@attrs.frozen(kw_only=True)
class RawEvent:
    """An event as far as it matters whether it is about somebody."""

    id: EventId
    received_at: datetime
    status: Status
    body: bytes

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.status.is_finished


class Elsewhere(StrEnum):
    """What is written down beside what was received: notifications that are done with, and kept answers."""

    TOLD = "told"
    ANSWERED = "answered"


@attrs.frozen(kw_only=True)
class Writing:
    """Something written down elsewhere, as far as it matters whether it is about somebody."""

    key: str
    at: datetime
    text: bytes


def mark_of(name: str, key: bytes) -> str:
    """
    What stays of a number or an OpenPhone id: without the key nobody can tell what it was.

    >>> mark_of("+12065550123", b"key") == mark_of("+12065550123", b"other key")
    False
    """
    return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()


def ids_in(wanted: Wanted) -> frozenset[str]:
    """The OpenPhone ids of resources."""
    return wanted.message_ids | wanted.call_ids | wanted.activity_ids


def together(one: Wanted, other: Wanted) -> Wanted:
    """The resources of both."""
    return Wanted(
        message_ids=one.message_ids | other.message_ids,
        call_ids=one.call_ids | other.call_ids,
        activity_ids=one.activity_ids | other.activity_ids,
    )


def numbers_in(thing: object) -> frozenset[str]:
    """Everyone who took part in a thing, or in a copy of it."""
    found: set[str | None] = {getattr(thing, "from_number", None), getattr(thing, "our_number", None)}
    for field in ("to_numbers", "parties", "numbers"):
        found.update(getattr(thing, field, ()))
    found.update(line.speaker for line in getattr(thing, "dialogue", ()))
    return frozenset(filter(None, found))


def without_numbers(text: str | None, numbers: Collection[str]) -> str | None:
    """
    A list of numbers, as a history shows it, without these.

    >>> without_numbers("+12065550123, +12065550199", {"+12065550123"})
    'erased, +12065550199'
    """
    if text is None:
        return None
    return ", ".join(ERASED if number in numbers else number for number in text.split(", "))
