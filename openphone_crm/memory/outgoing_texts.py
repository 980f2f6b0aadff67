"""The texts that are on their way out, in memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import attrs

from openphone_crm.crm import Message
from openphone_crm.ids import ItemId
from openphone_crm.memory.store import State, Store
from openphone_crm.outgoing_texts import LOCAL, OutgoingText, TextState


@attrs.frozen
class MemoryOutgoingTexts:
    """Knows of texts as long as the process lives."""

    _store: Store

    def get(self, text_id: ItemId) -> OutgoingText | None:
        """One text."""
        with self._store.reading() as state:
            return state.texts.get(text_id)

    def message(self, text_id: ItemId) -> Message | None:
        """The message that shows it."""
        with self._store.reading() as state:
            return next((one for one in state.messages.values() if one.id == text_id), None)

    def begin(self, text_id: ItemId, *, at: datetime) -> bool:
        """Note that it is being sent from now on, if it is queued."""
        with self._store.writing() as state:
            text = state.texts.get(text_id)
            if text is None or text.state is not TextState.QUEUED:
                return False
            state.texts[text_id] = attrs.evolve(
                text, state=TextState.SENDING, sending_since=at, known_before=_alike(text, state)
            )
            return True

    def give_back(self, text_id: ItemId) -> None:
        """Note that it was certainly not sent."""
        with self._store.writing() as state:
            text = state.texts.get(text_id)
            if text is not None and text.state is TextState.SENDING:
                state.texts[text_id] = attrs.evolve(text, state=TextState.QUEUED, sending_since=None)

    def claimed(self, openphone_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that a text is known to have."""
        with self._store.reading() as state:
            known = {text.openphone_id for text in state.texts.values() if text.openphone_id}
            return frozenset(known.intersection(openphone_ids))


def _alike(text: OutgoingText, state: State) -> tuple[str, ...]:
    """The OpenPhone ids of what was written with these words in this conversation before."""
    ours = next((one for one in state.messages.values() if one.id == text.id), None)
    return tuple(
        one.openphone_id
        for one in state.messages.values()
        if ours
        and one.id != ours.id
        and (one.conversation_id, one.text) == (ours.conversation_id, ours.text)
        and not one.openphone_id.startswith(LOCAL)
    )
