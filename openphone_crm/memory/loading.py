"""What a batch of events needs to know, found in memory."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from openphone_crm.crm import Voicemail
from openphone_crm.memory.store import State
from openphone_crm.working_set import LoadedContacts, LoadedResources, Wanted

K = TypeVar("K")
V = TypeVar("V")


def resources_wanted(wanted: Wanted, state: State) -> LoadedResources:
    """The wanted messages, calls, voicemails and lines, and every part of a call that is loaded."""
    voicemails = tuple(one for one in state.voicemails.values() if _is_wanted(one, wanted))
    call_ids = wanted.call_ids.union(filter(None, (one.call_openphone_id for one in voicemails)))
    recordings = (one for one in state.recordings.values() if one.call_openphone_id in call_ids)
    return LoadedResources(
        messages=_at(wanted.message_ids, state.messages),
        calls=_at(call_ids, state.calls),
        recordings=tuple(recordings),
        voicemails=voicemails,
        transcripts=_at(call_ids, state.transcripts),
        summaries=_at(call_ids, state.summaries),
        lines=tuple((line, number) for line, number in state.lines.items() if line in wanted.line_ids),
        our_numbers=frozenset(line.number for line in state.listed_lines.values()),
    )


def contacts_wanted(numbers: Collection[str], openphone_ids: Collection[str], state: State) -> LoadedContacts:
    """The contacts with these numbers, and what these OpenPhone contacts are linked to."""
    links = _at(openphone_ids, state.links)
    linked = [link.contact_id for link in links if link.contact_id is not None]
    return LoadedContacts(contacts=_at({*_at(numbers, state.owners), *linked}, state.contacts), links=links)


def _is_wanted(voicemail: Voicemail, wanted: Wanted) -> bool:
    return (
        voicemail.key in wanted.call_ids | wanted.activity_ids
        or voicemail.call_openphone_id in wanted.call_ids
        or voicemail.activity_id in wanted.activity_ids
    )


def _at(keys: Collection[K], things: dict[K, V]) -> tuple[V, ...]:
    return tuple(things[key] for key in dict.fromkeys(keys) if key in things)
