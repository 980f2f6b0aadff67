"""What is left of what several people took part in when one of them is erased: what the others said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TypeVar

import attrs

from openphone_crm.crm import Call, Conversation, Message, Summary, TimelineEntry, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.ids import ConversationId
from openphone_crm.timeline import Part, call_entry, message_entry, part_entry
from openphone_crm.working_set import Changes, LoadedResources, Wanted

MARKER = "erased"
"""What stands for the number of somebody who is erased; a second one in a conversation is `erased-2`."""

AddressedT = TypeVar("AddressedT", Message, Call, Voicemail)
PlacedT = TypeVar("PlacedT", Message, Call, Voicemail, Transcript, Summary)


@attrs.frozen
class _Group:
    """A conversation as it goes on, and what stands in it for each number that is erased."""

    conversation: Conversation
    markers: Mapping[str, str]


@attrs.frozen
class Redactor:
    """
    Takes a person out of conversations and calls that others were in.

    What the person wrote or said goes, and what cannot be told apart from it: recordings and
    summaries of calls, and words of which nobody knows whose they are. A conversation goes on under
    the id that `groups` has for it, since its old id can be worked out from its members' numbers.
    """

    numbers: frozenset[str]
    _groups: Mapping[ConversationId, _Group]

    @classmethod
    def of(cls, numbers: frozenset[str], groups: Mapping[ConversationId, Conversation]) -> Redactor:
        """The redactor for these numbers and groups, each group by its new id."""
        renamed = {group.id: _without(numbers, group, new_id) for new_id, group in groups.items()}
        return cls(numbers, renamed)

    def written(self, loaded: LoadedResources) -> frozenset[str]:
        """The messages that the person wrote, or that may be theirs, by their OpenPhone ids."""
        return frozenset(one.openphone_id for one in loaded.messages if self._is_theirs(one))

    def silenced(self, loaded: LoadedResources) -> frozenset[str]:
        """The calls and voicemails of which nothing that could be heard stays, by OpenPhone's ids."""
        gone = self._gone(loaded)
        activities = {one.activity_id for one in gone if one.activity_id}
        calls = {one.call_openphone_id for one in loaded.recordings}
        return frozenset(calls.union(activities, (one.key for one in gone)))

    def changes(self, loaded: LoadedResources) -> Changes:
        """Everything that stays, as it is from now on, and the recordings and voicemails that do not."""
        gone = self._gone(loaded)
        kept = LoadedResources(
            messages=tuple(self._addressed(one) for one in loaded.messages if not self._is_theirs(one)),
            calls=tuple(map(self._dialled, loaded.calls)),
            voicemails=tuple(self._addressed(one) for one in loaded.voicemails if one not in gone),
            transcripts=tuple(map(self._heard, loaded.transcripts)),
            summaries=tuple(map(self._unsaid, loaded.summaries)),
        )
        entries = tuple(
            filter(None, _entries(kept, calls_with_voicemail={one.key for one in loaded.voicemails}))
        )
        shown = {entry.id for entry in entries}
        parts = (*gone, *loaded.transcripts, *loaded.summaries)
        return Changes(
            conversations=tuple(group.conversation for group in self._groups.values()),
            messages=kept.messages,
            calls=kept.calls,
            removed_recordings=tuple(recording.id for recording in loaded.recordings),
            voicemails=kept.voicemails,
            removed_voicemails=tuple(voicemail.id for voicemail in gone),
            transcripts=kept.transcripts,
            summaries=kept.summaries,
            entries=entries,
            removed_entries=tuple(part.id for part in parts if part.id not in shown),
            touched=frozenset(entry.conversation_id for entry in entries),
        )

    def _gone(self, loaded: LoadedResources) -> list[Voicemail]:
        """The voicemails that the person left."""
        calls = {call.openphone_id: call for call in loaded.calls}
        return [one for one in loaded.voicemails if self._is_theirs(_called(one, calls.get(one.key)))]

    def _is_theirs(self, thing: Message | Voicemail) -> bool:
        if thing.direction is Direction.OUTGOING:
            return False
        return thing.from_number is None or thing.from_number in self.numbers

    def _addressed(self, thing: AddressedT) -> AddressedT:
        """The thing where it stands from now on, with markers for the person's numbers."""
        markers = self._markers(thing.conversation_id)
        return attrs.evolve(
            self._placed(thing),
            from_number=markers.get(thing.from_number or "", thing.from_number),
            to_numbers=_marked(thing.to_numbers, markers),
        )

    def _dialled(self, call: Call) -> Call:
        """The call with markers on both its sides; a voicemail that went is not expected any more."""
        markers = self._markers(call.conversation_id)
        return attrs.evolve(
            self._addressed(call),
            our_number=markers.get(call.our_number or "", call.our_number),
            parties=_marked(call.parties, markers),
            has_voicemail=None,
            no_voicemail=None,
        )

    def _heard(self, transcript: Transcript) -> Transcript:
        """What was said by others; the words of one who is not named may be anybody's."""
        kept = tuple(
            line for line in transcript.dialogue if line.speaker and line.speaker not in self.numbers
        )
        state = transcript.state if kept else ProcessingState.ABSENT
        return attrs.evolve(self._placed(transcript), dialogue=kept, state=state)

    def _unsaid(self, summary: Summary) -> Summary:
        return attrs.evolve(self._placed(summary), summary=(), next_steps=(), state=ProcessingState.ABSENT)

    def _placed(self, thing: PlacedT) -> PlacedT:
        group = self._groups.get(thing.conversation_id) if thing.conversation_id else None
        return attrs.evolve(thing, conversation_id=group.conversation.id) if group else thing

    def _markers(self, conversation_id: ConversationId | None) -> Mapping[str, str]:
        group = self._groups.get(conversation_id) if conversation_id else None
        return group.markers if group else dict.fromkeys(self.numbers, MARKER)


def parted(loaded: LoadedResources) -> tuple[LoadedResources, LoadedResources]:
    """What stands in a conversation, and what stands in none, so that nobody else has a part in it."""
    calls = {call.openphone_id for call in loaded.calls if call.conversation_id}
    placed = LoadedResources(
        messages=tuple(one for one in loaded.messages if one.conversation_id),
        calls=tuple(call for call in loaded.calls if call.conversation_id),
        recordings=tuple(one for one in loaded.recordings if one.call_openphone_id in calls),
        voicemails=tuple(one for one in loaded.voicemails if one.conversation_id),
        transcripts=tuple(one for one in loaded.transcripts if one.call_openphone_id in calls),
        summaries=tuple(one for one in loaded.summaries if one.call_openphone_id in calls),
    )
    unplaced = LoadedResources(
        messages=tuple(one for one in loaded.messages if not one.conversation_id),
        calls=tuple(call for call in loaded.calls if not call.conversation_id),
        voicemails=tuple(one for one in loaded.voicemails if not one.conversation_id),
    )
    return placed, unplaced


def resources_of(loaded: LoadedResources) -> Wanted:
    """What these are called at OpenPhone."""
    activities = {one.activity_id for one in loaded.voicemails if one.activity_id}
    return Wanted(
        message_ids=frozenset(one.openphone_id for one in loaded.messages),
        call_ids=frozenset(call.openphone_id for call in loaded.calls),
        activity_ids=frozenset(activities.union(one.key for one in loaded.voicemails)),
    )


def _without(numbers: frozenset[str], group: Conversation, new_id: ConversationId) -> _Group:
    """The group with markers for these numbers, each another one than those that are there already."""
    members = {group.our_number, *group.parties}
    free = (marker for marker in _all_markers() if marker not in members)
    markers = dict(zip(sorted(numbers & members), free, strict=False))
    our_number = markers.get(group.our_number, group.our_number)
    parties = tuple(sorted(_marked(group.parties, markers)))
    return _Group(Conversation(new_id, our_number, parties), markers)


def _all_markers() -> Iterator[str]:
    yield MARKER
    yield from (f"{MARKER}-{number}" for number in count(2))


def _marked(numbers: tuple[str, ...], markers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(markers.get(number, number) for number in numbers)


def _called(voicemail: Voicemail, call: Call | None) -> Voicemail:
    """The voicemail with its caller, as far as the call knows him."""
    if voicemail.from_number or call is None:
        return voicemail
    return attrs.evolve(voicemail, from_number=call.from_number)


def _entries(kept: LoadedResources, *, calls_with_voicemail: set[str]) -> Iterator[TimelineEntry | None]:
    """The lines of what stays; a call whose voicemail went does not ask for attention again."""
    calls = {call.openphone_id: call for call in kept.calls}
    yield from map(message_entry, kept.messages)
    for call in kept.calls:
        entry = call_entry(call)
        is_news = call.openphone_id not in calls_with_voicemail
        yield entry and attrs.evolve(entry, is_inbound=entry.is_inbound and is_news)
    parts: tuple[Part, ...] = (*kept.voicemails, *kept.transcripts, *kept.summaries)
    for part in parts:
        yield part_entry(part, calls.get(part.call_openphone_id or ""))
