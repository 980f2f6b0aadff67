"""Erasing people beside everything else that is asked for: one after the other, and nobody twice at once."""

from __future__ import annotations

from typing import Final

import attrs

from adapters.falcon_http.threads import Threads
from openphone_crm.erasing import Erasing
from openphone_crm.errors import ConflictError
from openphone_crm.ids import ContactId

MOST_WAITING: Final = 7
BEING_ERASED: Final = "the contact is being erased now; once it is done, it is not found any more"


def _a_thread() -> Threads:
    return Threads(1, most_waiting=MOST_WAITING)


@attrs.frozen
class Erasers:
    """
    Erases in a thread of its own, since an erasure may take minutes and polls must not wait for it.

    Who is told to come back may ask again at once: what was begun goes on, and is not begun anew.
    """

    erasing: Erasing
    threads: Threads = attrs.field(factory=_a_thread)
    _asked_for: set[ContactId] = attrs.field(factory=set, init=False)
    _begun: set[ContactId] = attrs.field(factory=set, init=False)

    async def erase(self, contact_id: ContactId, *, by: str) -> None:
        """
        Erase the person, as soon as whoever was asked for before is erased.

        Raises:
            NotFoundError: When there is no such contact.
            ConflictError: When it is being erased already, or one of its numbers is the shop's own.
            UnavailableError: When it takes too long, or too many are waiting; what was begun goes on.
        """
        if contact_id in self._asked_for or contact_id in self._begun:
            raise ConflictError(BEING_ERASED)
        self._asked_for.add(contact_id)
        try:
            await self.threads.run(self._erase, contact_id, by)
        finally:
            self._asked_for.discard(contact_id)

    def close(self) -> None:
        """Begin no more."""
        self.threads.close()

    def _erase(self, contact_id: ContactId, by: str) -> None:
        self._begun.add(contact_id)
        try:
            self.erasing.erase(contact_id, by=by)
        finally:
            self._begun.discard(contact_id)
