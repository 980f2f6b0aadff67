"""Taking away what was read out of the words of a person, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeAlias, TypeVar

import attrs

from openphone_crm.erasure import Erasure
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.memory.readings import forget_readings
from openphone_crm.memory.store import State

V = TypeVar("V")
Read: TypeAlias = Extraction | Suggestion | Note


def forget(erasure: Erasure, items: Iterable[ItemId], state: State) -> None:
    """Take away what was read in these items, in those that are reworded, and of the contact."""
    sources = {*items, *erasure.reworded}

    def is_theirs(one: Read) -> bool:
        return one.source_id in sources or (one.contact_id or "") == erasure.contact_id

    digests = {one.digest for one in drop(state.extractions, is_theirs) if one.digest}
    forget_readings(erasure.digests | digests, state)
    drop(state.suggestions, is_theirs)
    drop(state.notes, is_theirs)
    _unquote(erasure.names.union(sources), state)
    _move_notes(erasure.conversation_ids, state)


def drop(things: dict[Any, V], is_gone: Callable[[V], bool]) -> list[V]:
    """Take away what is to go; what it was."""
    gone = {key: thing for key, thing in things.items() if is_gone(thing)}
    for key in gone:
        del things[key]
    return list(gone.values())


def _unquote(sources: Collection[str], state: State) -> None:
    """Leave no quote in the history of somebody who had one of the numbers before."""
    for change in list(state.history.values()):
        if change.quote is not None and change.source_id in sources:
            state.history[change.id] = attrs.evolve(change, quote=None, source_id=None)


def _move_notes(conversation_ids: Collection[ConversationId], state: State) -> None:
    """Let the notes of others follow what they were read in to where it stands now."""
    for note in list(state.notes.values()):
        if note.conversation_id in conversation_ids:
            row = state.entries.get(note.source_id)
            place = row.entry.conversation_id if row else None
            state.notes[note.id] = attrs.evolve(note, conversation_id=place)
