"""The log of who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.audit import AuditEntry
from openphone_crm.paging import Page, PageRequest


class Audit(Protocol):
    """Keeps entries; an act that changes a store writes its entry in its own transaction instead."""

    def record(self, entry: AuditEntry) -> None:
        """
        Keep an entry, and commit; one that is there already stays one.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def of(self, subject: str) -> Sequence[AuditEntry]:
        """What was done to a thing, oldest first."""
        ...

    def find(self, page: PageRequest) -> Page[AuditEntry]:
        """All that was done, newest first."""
        ...
