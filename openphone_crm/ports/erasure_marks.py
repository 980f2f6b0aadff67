"""What is known of erased people, and taking away what is theirs, within a transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from openphone_crm.erasure import Erasure, Erasures


class ErasureMarks(Protocol):
    """Keeps of erased numbers and OpenPhone ids only what no one can read them from."""

    def has_erasures(self) -> bool:
        """
        Whether anybody was ever erased; from then on, nobody is until the transaction ends.

        Raises:
            UnavailableError: When somebody is being erased, and it takes too long.
        """
        ...

    def when_erased(self, names: Collection[str]) -> Erasures:
        """When these numbers and OpenPhone ids were erased; what never was is missing."""
        ...

    def erase(self, erasure: Erasure) -> None:
        """Take all of it away, leave a mark of each name, and bring what is left up to date."""
        ...
