"""The texts that are on their way out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from openphone_crm.crm import Message
from openphone_crm.ids import ItemId
from openphone_crm.outgoing_texts import OutgoingText


class OutgoingTexts(Protocol):
    """Knows how far each text is; what becomes of one is saved with its message, as a change of the CRM."""

    def get(self, text_id: ItemId) -> OutgoingText | None:
        """One text; None also when its message was erased."""
        ...

    def message(self, text_id: ItemId) -> Message | None:
        """The message that shows it."""
        ...

    def begin(self, text_id: ItemId, *, at: datetime) -> bool:
        """
        Note that it is being sent from now on, and commit; False when it is not queued any more.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def give_back(self, text_id: ItemId) -> None:
        """Note that it was certainly not sent, and commit: it is queued again."""
        ...

    def claimed(self, openphone_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that a text of ours is known to have."""
        ...
