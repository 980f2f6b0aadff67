"""What is written of something that was read: the log's entry, a note, a question, a contact's change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from openphone_crm.crm import Contact, ContactChange, Origin
from openphone_crm.extraction.grounding import LONGEST_NOTE, Belief, Candidate
from openphone_crm.extraction.readings import Finding
from openphone_crm.extraction.records import Extraction, ExtractionStatus, Note
from openphone_crm.extraction.sources import Source
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.ids import ChangeId, ExtractionId, NoteId, SuggestionId, derived_id
from openphone_crm.texts import shortened, storable


@attrs.frozen
class Outcome:
    """What became of something that was read, how the log says so, and what a person is asked about it."""

    status: ExtractionStatus
    message: str
    suggestion_id: SuggestionId | None = None


@attrs.frozen(kw_only=True)
class Entries:
    """
    Writes down what an extractor has read in a source, at a time.

    `model` is that with the version of its prompt. Ids are derived from what they are about, so that
    whatever is read again is the same.
    """

    source: Source
    extractor: str
    model: str
    now: datetime

    @property
    def reader(self) -> str:
        """What has read, as a history names who or what did something: the extractor and its model."""
        is_told = self.model.startswith(f"{self.extractor}/")
        return self.model if is_told else f"{self.extractor}/{self.model}"

    def id_of(self, belief: Belief) -> ExtractionId:
        """
        The id that this, read by this model in this source, always has.

        What is believed is one thing, wherever it was said; each quote that is not is one of its own.
        """
        found = self.id_of_value(belief)
        if isinstance(belief, Candidate):
            return found
        return ExtractionId(derived_id("extraction", found, storable(belief.finding.quote)))

    def id_of_value(self, belief: Belief) -> ExtractionId:
        """The id that this value has where it is believed."""
        read = _read(belief)
        parts = (self.source.id, self.model, read.topic.value, storable(read.value))
        return ExtractionId(derived_id("extraction", *parts))

    def id_of_rest(self) -> ExtractionId:
        """The id of the one entry for all that was too much to be looked at."""
        return ExtractionId(derived_id("extraction", self.source.id, self.model, "rest"))

    def log(self, belief: Belief, outcome: Outcome, *, contact: Contact | None) -> Extraction:
        """The log's entry of what became of it."""
        read = _read(belief)
        place = _place(belief) if isinstance(belief, Candidate) else {}
        return Extraction(
            id=self.id_of(belief),
            topic=read.topic,
            value=shortened(storable(read.value), LONGEST_NOTE),
            quote=shortened(storable(read.quote), LONGEST_NOTE),
            status=outcome.status,
            message=str(outcome.message),
            suggestion_id=outcome.suggestion_id,
            extractor=self.extractor,
            model=self.model,
            contact_id=contact.id if contact else None,
            digest=self.source.digest,
            **self._origin,
            **place,
        )

    def note(self, candidate: Candidate, contact: Contact | None) -> Note:
        """What somebody is to know or do."""
        return Note(
            id=NoteId(derived_id("note", self.id_of(candidate))),
            topic=candidate.topic,
            text=candidate.value,
            quote=candidate.quote,
            conversation_id=self.source.conversation_id,
            contact_id=contact.id if contact else None,
            **self._origin,
        )

    def question(self, candidate: Candidate, contact: Contact) -> Suggestion:
        """What a person is asked: this value instead of what the contact holds."""
        return Suggestion(
            id=SuggestionId(derived_id("suggestion", self.id_of(candidate), contact.id)),
            contact_id=contact.id,
            topic=candidate.topic,
            suggested_value=candidate.value,
            asked_current=getattr(contact, candidate.topic.value),
            quote=candidate.quote,
            start=candidate.start,
            end=candidate.end,
            second=candidate.second,
            **self._origin,
        )

    def change(self, candidate: Candidate, contact: Contact) -> ContactChange:
        """The history's entry of the value that is added to a contact."""
        return ContactChange(
            id=ChangeId(derived_id("change", self.id_of(candidate), contact.id)),
            contact_id=contact.id,
            field=candidate.topic.value,
            old=getattr(contact, candidate.topic.value),
            new=candidate.value,
            source_kind=self.source.kind.value,
            source_id=self.source.id,
            quote=candidate.quote,
            by=self.reader,
            at=self.now,
        )

    def changed(self, contact: Contact, candidate: Candidate) -> Contact:
        """The contact with the value that is added."""
        field = candidate.topic.value
        written: dict[str, Any] = {field: candidate.value}
        origin = Origin(self.source.kind.value, self.source.occurred_at)
        return attrs.evolve(
            contact,
            **written,
            origins={**contact.origins, field: origin},
            updated_at=max(contact.updated_at, self.now),
        )

    @property
    def _origin(self) -> dict[str, Any]:
        return {
            "source_kind": self.source.kind,
            "source_id": self.source.id,
            "said_at": self.source.occurred_at,
            "created_at": self.now,
        }


def _read(belief: Belief) -> Finding | Candidate:
    return belief if isinstance(belief, Candidate) else belief.finding


def _place(candidate: Candidate) -> dict[str, Any]:
    names = ("start", "end", "second", "speaker")
    return {name: getattr(candidate, name) for name in names}
