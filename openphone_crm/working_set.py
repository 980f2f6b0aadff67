"""What a batch of events touches, in memory: loaded in bulk, decided on, saved in bulk."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

import attrs

from openphone_crm.crm import (
    Call,
    Contact,
    ContactChange,
    ContactLink,
    Conversation,
    Message,
    Recording,
    Summary,
    TimelineEntry,
    Transcript,
    Voicemail,
)
from openphone_crm.files.kept import KeptFile
from openphone_crm.follow_ups import FollowUp
from openphone_crm.ids import ContactId, ConversationId, ItemId
from openphone_crm.outgoing_texts import OutgoingText
from openphone_crm.placement import Place

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@attrs.frozen(kw_only=True)
class Wanted:
    """Whose present state a batch needs, by OpenPhone's ids."""

    message_ids: frozenset[str] = frozenset()
    call_ids: frozenset[str] = frozenset()
    activity_ids: frozenset[str] = frozenset()
    line_ids: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class LoadedResources:
    """The present state of what was wanted, and all numbers that are surely ours."""

    messages: tuple[Message, ...] = ()
    calls: tuple[Call, ...] = ()
    recordings: tuple[Recording, ...] = ()
    voicemails: tuple[Voicemail, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    summaries: tuple[Summary, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    our_numbers: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class LoadedContacts:
    """The present state of the contacts that were wanted."""

    contacts: tuple[Contact, ...] = ()
    links: tuple[ContactLink, ...] = ()


@attrs.frozen(kw_only=True)
class Changes:
    """All that a transaction writes; `touched` are the conversations to bring up to date."""

    conversations: tuple[Conversation, ...] = ()
    texts: tuple[OutgoingText, ...] = ()
    messages: tuple[Message, ...] = ()
    removed_messages: tuple[ItemId, ...] = ()
    calls: tuple[Call, ...] = ()
    recordings: tuple[Recording, ...] = ()
    removed_recordings: tuple[ItemId, ...] = ()
    voicemails: tuple[Voicemail, ...] = ()
    removed_voicemails: tuple[ItemId, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    summaries: tuple[Summary, ...] = ()
    entries: tuple[TimelineEntry, ...] = ()
    removed_entries: tuple[ItemId, ...] = ()
    touched: frozenset[ConversationId] = frozenset()
    lines: tuple[tuple[str, str], ...] = ()
    contacts: tuple[Contact, ...] = ()
    links: tuple[ContactLink, ...] = ()
    history: tuple[ContactChange, ...] = ()
    files: tuple[KeptFile, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


class Shelf(Generic[K, V]):
    """Things of one kind by their key; it knows which of them were put or removed since loading."""

    def __init__(self, key: Callable[[V], K]) -> None:
        """Start empty; `key` tells where a thing stands."""
        self._key = key
        self._things: dict[K, V] = {}
        self._changed: dict[K, V] = {}
        self._removed: dict[K, V] = {}

    def load(self, things: Iterable[V]) -> None:
        """Fill in what is stored already."""
        self._things.update((self._key(thing), thing) for thing in things)

    def get(self, key: K) -> V | None:
        """The thing at that key."""
        return self._things.get(key)

    def values(self) -> list[V]:
        """All of them."""
        return list(self._things.values())

    def put(self, thing: V) -> None:
        """Add or replace a thing; one that is there just like that is no change."""
        key = self._key(thing)
        if self._things.get(key) != thing:
            self._things[key] = self._changed[key] = thing
            self._removed.pop(key, None)

    def remove(self, key: K) -> None:
        """Take a thing away, if it is there."""
        thing = self._things.pop(key, None)
        self._changed.pop(key, None)
        if thing is not None:
            self._removed[key] = thing

    @property
    def changed(self) -> tuple[V, ...]:
        """What was put."""
        return tuple(self._changed.values())

    @property
    def removed(self) -> tuple[V, ...]:
        """What was taken away."""
        return tuple(self._removed.values())


class WorkingSet:
    """
    The CRM as far as a batch needs it.

    Handlers read and write it and know of no database. Entries are not loaded: an entry is made
    anew whenever its item changes, and is the same when nothing about it did. While `is_history` is
    set, what is shown was found long after it happened.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.messages: Shelf[str, Message] = Shelf(lambda message: message.openphone_id)
        self.calls: Shelf[str, Call] = Shelf(lambda call: call.openphone_id)
        self.recordings: Shelf[ItemId, Recording] = Shelf(lambda recording: recording.id)
        self.voicemails: Shelf[str, Voicemail] = Shelf(lambda voicemail: voicemail.key)
        self.transcripts: Shelf[str, Transcript] = Shelf(lambda part: part.call_openphone_id)
        self.summaries: Shelf[str, Summary] = Shelf(lambda part: part.call_openphone_id)
        self.conversations: Shelf[ConversationId, Conversation] = Shelf(lambda conversation: conversation.id)
        self.entries: Shelf[ItemId, TimelineEntry] = Shelf(lambda entry: entry.id)
        self.contacts: Shelf[ContactId, Contact] = Shelf(lambda contact: contact.id)
        self.links: Shelf[str, ContactLink] = Shelf(lambda link: link.openphone_id)
        self.owners: dict[str, ContactId] = {}
        self.lines: dict[str, str] = {}
        self.our_numbers: frozenset[str] = frozenset()
        self.history: list[ContactChange] = []
        self.follow_ups: list[FollowUp] = []
        self.notices: list[str] = []
        self.is_history = False
        self._new_lines: dict[str, str] = {}
        self._touched: set[ConversationId] = set()
        self._removed_entries: set[ItemId] = set()

    def load_resources(self, loaded: LoadedResources) -> None:
        """Fill in the present state of messages, calls and their parts."""
        self.messages.load(loaded.messages)
        self.calls.load(loaded.calls)
        self.recordings.load(loaded.recordings)
        self.voicemails.load(loaded.voicemails)
        self.transcripts.load(loaded.transcripts)
        self.summaries.load(loaded.summaries)
        self.lines.update(loaded.lines)
        self.our_numbers |= loaded.our_numbers

    def load_contacts(self, loaded: LoadedContacts) -> None:
        """Fill in the present state of contacts."""
        self.contacts.load(loaded.contacts)
        self.links.load(loaded.links)
        for contact in loaded.contacts:
            self.owners.update(dict.fromkeys(contact.phone_numbers, contact.id))

    def put_contact(self, contact: Contact) -> None:
        """Add or replace a contact; its numbers are its own from now on."""
        self.contacts.put(contact)
        self.owners.update(dict.fromkeys(contact.phone_numbers, contact.id))

    def learn_line(self, phone_number_id: str, number: str) -> None:
        """Remember which number a phone number id has; the first one told stays."""
        if phone_number_id not in self.lines:
            self.lines[phone_number_id] = self._new_lines[phone_number_id] = number

    def place(self, place: Place) -> ConversationId:
        """The conversation at that place, made if need be."""
        conversation_id = place.conversation_id
        if self.conversations.get(conversation_id) is None:
            self.conversations.put(Conversation(conversation_id, place.our_number, place.parties))
        return conversation_id

    def show(self, item_id: ItemId, entry: TimelineEntry | None, *, before: ConversationId | None) -> None:
        """Give an item its line, or none; the conversation where it stood before is touched too."""
        if before is not None:
            self._touched.add(before)
        if entry is None:
            self.entries.remove(item_id)
            self._removed_entries.add(item_id)
            return
        self._removed_entries.discard(item_id)
        self._touched.add(entry.conversation_id)
        self.entries.put(attrs.evolve(entry, is_history=True) if self.is_history else entry)

    def changes(self) -> Changes:
        """All that was changed since loading."""
        return Changes(
            conversations=self.conversations.changed,
            messages=self.messages.changed,
            calls=self.calls.changed,
            recordings=self.recordings.changed,
            removed_recordings=tuple(recording.id for recording in self.recordings.removed),
            voicemails=self.voicemails.changed,
            removed_voicemails=tuple(voicemail.id for voicemail in self.voicemails.removed),
            transcripts=self.transcripts.changed,
            summaries=self.summaries.changed,
            entries=self.entries.changed,
            removed_entries=tuple(self._removed_entries),
            touched=frozenset(self._touched),
            lines=tuple(self._new_lines.items()),
            contacts=self.contacts.changed,
            links=self.links.changed,
            history=tuple(self.history),
            follow_ups=tuple(self.follow_ups),
        )
