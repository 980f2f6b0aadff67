"""Values that a person is asked about, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.crm import Contact
from openphone_crm.errors import ConflictError
from openphone_crm.extraction.comparing import same
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.ids import ContactId, ItemId, SuggestionId

_DECIDED = "it was {status} already"
CHANGED = "the field has changed since this was suggested; look at its current value and decide again"


class SuggestionStatus(StrEnum):
    """Where a suggestion stands; a superseded one was overtaken before anybody decided."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


STANDING: Final = (SuggestionStatus.PENDING, SuggestionStatus.REJECTED)
"""What is still heard when the same field is read again: a question, and a no."""


@attrs.frozen(kw_only=True)
class Suggestion:
    """
    A value that was read, for a field that holds another one.

    `asked_current` is what the field held when a person was asked: an approval is of a change from
    this to that, and not of writing over whatever may stand there by then. Once the field has changed
    that is a question to `asked_of` alone, who was shown what it holds now; nobody else has seen it.
    `said_at` is when the words were said.
    """

    id: SuggestionId
    contact_id: ContactId
    topic: Topic
    suggested_value: str
    asked_current: str | None
    quote: str
    start: int
    end: int
    source_kind: SourceKind
    source_id: ItemId
    said_at: datetime
    created_at: datetime
    second: float | None = None
    status: SuggestionStatus = SuggestionStatus.PENDING
    decided_at: datetime | None = None
    decided_by: str | None = None
    asked_of: str | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a person."""
        return self.status is SuggestionStatus.PENDING

    def approved(self, contact: Contact, *, by: str, at: datetime) -> Suggestion:
        """
        This suggestion, approved by a person for what the contact holds now.

        Raises:
            ConflictError: When it was decided already, or the field has changed since this person was asked.
        """
        self._check_pending()
        if not self.is_asked(by, contact):
            raise ConflictError(CHANGED)
        return attrs.evolve(self, status=SuggestionStatus.APPROVED, decided_at=at, decided_by=by)

    def rejected(self, *, by: str, at: datetime) -> Suggestion:
        """
        This suggestion, rejected by a person; the value is not suggested for this contact again.

        Raises:
            ConflictError: When it was decided already.
        """
        self._check_pending()
        return attrs.evolve(self, status=SuggestionStatus.REJECTED, decided_at=at, decided_by=by)

    def superseded(self, at: datetime) -> Suggestion:
        """This suggestion, overtaken by a newer one or by the field."""
        return attrs.evolve(self, status=SuggestionStatus.SUPERSEDED, decided_at=at)

    def refreshed(self, contact: Contact, of: str) -> Suggestion:
        """This suggestion, asked anew for what the contact holds now, of one person."""
        return attrs.evolve(self, asked_current=getattr(contact, self.topic.value), asked_of=of)

    def is_asked(self, person: str, contact: Contact) -> bool:
        """Whether the contact still holds what it held when this person was asked."""
        held: str | None = getattr(contact, self.topic.value)
        return held == self.asked_current and self.asked_of in (None, person)

    def is_met_by(self, contact: Contact) -> bool:
        """Whether the contact has come to say what was suggested."""
        current: str | None = getattr(contact, self.topic.value)
        return current is not None and same(self.topic, current, self.suggested_value)

    def _check_pending(self) -> None:
        if not self.is_pending:
            raise ConflictError(_DECIDED.format(status=self.status.value))


def asked_anew(suggestions: Iterable[Suggestion], contact: Contact, person: str) -> tuple[Suggestion, ...]:
    """Those of which the field has changed since this person was asked, as they are asked of them now."""
    return tuple(
        each.refreshed(contact, person)
        for each in suggestions
        if each.is_pending and not each.is_asked(person, contact)
    )


def overtaken(suggestions: Iterable[Suggestion], contact: Contact, at: datetime) -> tuple[Suggestion, ...]:
    """Those that waited for what the contact has come to say by itself, as superseded."""
    return tuple(each.superseded(at) for each in suggestions if each.is_pending and each.is_met_by(contact))
