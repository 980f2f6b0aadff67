"""Where what is to be read is found."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.ids import ItemId

ENOUGH: Final = 1000
"""Of more texts than this nobody needs to know how many they are."""


class ReadingMatter(Protocol):
    """Finds the words of texts, calls and voicemails as they are now."""

    def get(self, kind: SourceKind, item_id: ItemId) -> Source | None:
        """
        What is to be read of an item (see `extraction.reading_matter`); None when there is nothing.

        Whoever writes or speaks from one of our own numbers, as far as these are known, is no contact.
        """
        ...

    def texts_since(self, moment: datetime) -> int:
        """How many texts came in since then, counted up to `ENOUGH`: whether it is a busy hour."""
        ...
