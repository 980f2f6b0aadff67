"""The texts that are on their way out (port `OutgoingTexts`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from openphone_crm.crm import Message
from openphone_crm.ids import ItemId
from openphone_crm.outgoing_texts import OutgoingText, TextState

from .bulk import among
from .database import Connections
from .mapping import entity_of
from .tables import messages, outgoing_texts

_texts = outgoing_texts.c


class SqlOutgoingTexts:
    """Keeps them in `outgoing_texts`, and their words in `messages`."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def get(self, text_id: ItemId) -> OutgoingText | None:
        """One text."""
        query = select(outgoing_texts).where(_texts.id == text_id)
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else entity_of(OutgoingText, row)

    def message(self, text_id: ItemId) -> Message | None:
        """The message that shows it."""
        query = select(messages).where(messages.c.id == text_id)
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else entity_of(Message, row)

    def begin(self, text_id: ItemId, *, at: datetime) -> bool:
        """Note that it is being sent from now on, if it is queued."""
        return self._step(text_id, TextState.QUEUED, TextState.SENDING, since=at)

    def give_back(self, text_id: ItemId) -> None:
        """Note that it was certainly not sent."""
        self._step(text_id, TextState.SENDING, TextState.QUEUED, since=None)

    def claimed(self, openphone_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that a text is known to have."""
        if not openphone_ids:
            return frozenset()
        with self._connections.reading() as connection:
            is_one = among(connection, _texts.openphone_id, openphone_ids)
            found = connection.execute(select(_texts.openphone_id).where(is_one)).scalars()
            return frozenset(str(each) for each in found)

    def _step(self, text_id: ItemId, before: TextState, after: TextState, *, since: datetime | None) -> bool:
        is_there = (_texts.id == text_id) & (_texts.state == before.value)
        step = update(outgoing_texts).where(is_there).values(state=after.value, sending_since=since)
        with self._connections.writing() as connection:
            return connection.execute(step).rowcount > 0
