"""Taking away what belongs to a person, in memory, and the marks that stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import attrs

from openphone_crm.erasure import Erasure, Erasures, mark_of, without_numbers
from openphone_crm.ids import ContactId, ItemId
from openphone_crm.memory.file_book import erase_files
from openphone_crm.memory.forgetting import drop, forget
from openphone_crm.memory.store import CRM, EVENTS, State

# What is forgotten with the process has nobody who could read it later: its key needs no chance.
_KEY: Final = b"the marks of a store in memory"


def when_erased(names: Collection[str], state: State) -> Erasures:
    """When these names were erased."""
    named = {mark_of(name, _KEY): name for name in names}
    return {name: state.erasures[mark] for mark, name in named.items() if mark in state.erasures}


def erase(erasure: Erasure, state: State) -> None:
    """Take all of it away, and leave marks."""
    forget(erasure, _erase_resources(erasure, state), state)
    for conversation_id in erasure.conversation_ids:
        state.conversations.pop(conversation_id, None)
    follow_ups = drop(state.follow_ups, lambda row: row.follow_up.subject in erasure.names)
    erase_files(erasure, follow_ups, state)
    if erasure.contact_id is not None:
        _erase_contact(erasure.contact_id, state)
    if erasure.numbers:
        _rewrite_history(erasure.numbers, state)
    for mark in (mark_of(name, _KEY) for name in erasure.names):
        state.erasures[mark] = max(erasure.at, state.erasures.get(mark, erasure.at))
    state.count(CRM)
    state.count(EVENTS)


def _erase_resources(erasure: Erasure, state: State) -> list[ItemId]:
    """Take away messages, calls with all their parts, and voicemails; which items they were."""
    wanted = erasure.resources
    keys = wanted.call_ids | wanted.activity_ids
    gone = [
        *drop(state.messages, lambda one: one.openphone_id in wanted.message_ids),
        *drop(state.calls, lambda one: one.openphone_id in wanted.call_ids),
        *drop(state.recordings, lambda one: one.call_openphone_id in wanted.call_ids),
        *drop(state.transcripts, lambda one: one.call_openphone_id in wanted.call_ids),
        *drop(state.summaries, lambda one: one.call_openphone_id in wanted.call_ids),
        *drop(
            state.voicemails, lambda one: one.key in keys or (one.activity_id or "") in wanted.activity_ids
        ),
    ]
    for item in gone:
        state.entries.pop(item.id, None)
        state.texts.pop(item.id, None)
    return [item.id for item in gone]


def _erase_contact(contact_id: ContactId, state: State) -> None:
    state.contacts.pop(contact_id, None)
    drop(state.owners, lambda owner: owner == contact_id)
    drop(state.links, lambda link: link.contact_id == contact_id)
    drop(state.history, lambda change: change.contact_id == contact_id)
    drop(state.follow_ups, lambda row: row.follow_up.subject == contact_id)


def _rewrite_history(numbers: Collection[str], state: State) -> None:
    """Take the numbers out of the history of others who had them once."""
    for change in list(state.history.values()):
        if change.field == "phone_numbers":
            state.history[change.id] = attrs.evolve(
                change,
                old=without_numbers(change.old, numbers),
                new=without_numbers(change.new, numbers),
            )
