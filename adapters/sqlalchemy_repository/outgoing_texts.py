"""The texts that are on their way out (port `OutgoingTexts`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from openphone_crm.crm import Message
from openphone_crm.ids import ItemId
from openphone_crm.outgoing_texts import LOCAL, OutgoingText, TextState

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
        with self._connections.writing() as connection:
            known = _alike(connection, text_id)
            return _step(connection, text_id, since=at, known_before=known)

    def give_back(self, text_id: ItemId) -> None:
        """Note that it was certainly not sent."""
        with self._connections.writing() as connection:
            _step(connection, text_id, since=None, known_before=[])

    def claimed(self, openphone_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that a text is known to have."""
        if not openphone_ids:
            return frozenset()
        with self._connections.reading() as connection:
            is_one = among(connection, _texts.openphone_id, openphone_ids)
            found = connection.execute(select(_texts.openphone_id).where(is_one)).scalars()
            return frozenset(str(each) for each in found)


def _step(
    connection: Connection, text_id: ItemId, *, since: datetime | None, known_before: list[str]
) -> bool:
    """Begin to send what is queued; without a time, queue again what was being sent."""
    before, after = TextState.QUEUED, TextState.SENDING
    if since is None:
        before, after = after, before
    is_there = (_texts.id == text_id) & (_texts.state == before.value)
    values = {"state": after.value, "sending_since": since, "known_before": known_before}
    return connection.execute(update(outgoing_texts).where(is_there).values(values)).rowcount > 0


def _alike(connection: Connection, text_id: ItemId) -> list[str]:
    """The OpenPhone ids of what was written with these words in this conversation before."""
    ours, others = messages.alias(), messages.c
    is_alike = (others.conversation_id == ours.c.conversation_id) & (others.text == ours.c.text)
    query = select(others.openphone_id).select_from(ours).join(messages, is_alike)
    wanted = (ours.c.id == text_id) & (others.id != text_id) & ~others.openphone_id.startswith(LOCAL)
    return list(connection.execute(query.where(wanted)).scalars())
