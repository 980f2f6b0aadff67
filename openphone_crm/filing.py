"""Filing what was read of a source: believed or dropped, added or asked about, noted, and always logged."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import attrs

from openphone_crm.crm import Contact, ContactChange, Origin
from openphone_crm.extraction.deciding import Ask, AutoAdd, LeaveAlone, decide
from openphone_crm.extraction.grounding import Candidate, Dropped, grounded
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus, Note
from openphone_crm.extraction.sources import Source
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.ids import ChangeId, ExtractionId, NoteId, SuggestionId, derived_id
from openphone_crm.ports.approvals import ApprovalBook, ApprovalChanges
from openphone_crm.texts import shortened, storable

MOST_FINDINGS = 50
"""No text of a customer holds more; an answer that does is made up."""


@attrs.frozen(kw_only=True)
class Filing:
    """
    Files what an extractor has read.

    `model` is that with the version of its prompt; `asking_always` are the topics of which so much
    was wrong lately that nothing is added without asking.
    """

    extractor: str
    model: str
    asking_always: Collection[Topic] = ()

    def file(self, findings: Iterable[Finding], source: Source, book: ApprovalBook, *, now: datetime) -> None:
        """
        File all that was read of a source; what was filed before is left as it is.

        Only the contact of the source's own number is written, whatever was read.
        """
        contact = book.contact_with(source.contact_number) if source.contact_number else None
        files = _Files(source, self, now, contact)
        if contact is not None:
            files.suggestions = {each.id: each for each in book.suggestions_of(contact.id)}
        for finding in list(findings)[:MOST_FINDINGS]:
            if book.extraction(files.id_of(finding)) is None:
                files.add(finding)
        book.write(files.changes())


@attrs.define
class _Files:
    """What is written of one source, as it gathers: each decision sees what the one before it did."""

    source: Source
    filing: Filing
    now: datetime
    contact: Contact | None
    suggestions: dict[SuggestionId, Suggestion] = attrs.field(factory=dict)
    _touched: set[SuggestionId] = attrs.field(factory=set, init=False)
    _history: list[ContactChange] = attrs.field(factory=list, init=False)
    _log: dict[ExtractionId, Extraction] = attrs.field(factory=dict, init=False)
    _notes: list[Note] = attrs.field(factory=list, init=False)

    def id_of(self, finding: Finding) -> ExtractionId:
        """The id that this finding of this reader in this source always has."""
        parts = (self.source.id, self.filing.model, finding.topic.value, storable(finding.value))
        return ExtractionId(derived_id("extraction", *parts))

    def add(self, finding: Finding) -> None:
        """Believe or drop it, and do what follows."""
        found = grounded(finding, self.source)
        if isinstance(found, Dropped):
            self._write_down(finding, ExtractionStatus.DROPPED, found.doubt)
        elif not found.topic.is_field:
            self._note(finding, found)
        else:
            self._decide(finding, found)

    def changes(self) -> ApprovalChanges:
        """All that is to be written."""
        if self.contact is not None and self._history:
            self._supersede(each for each in self.suggestions.values() if self._is_met(each))
        return ApprovalChanges(
            contacts=(self.contact,) if self.contact and self._history else (),
            history=tuple(self._history),
            suggestions=tuple(self.suggestions[each] for each in sorted(self._touched)),
            extractions=tuple(self._log.values()),
            notes=tuple(self._notes),
        )

    def _decide(self, finding: Finding, candidate: Candidate) -> None:
        decision = decide(
            candidate,
            self.contact,
            said_at=self.source.occurred_at,
            earlier=list(self.suggestions.values()),
            asking_always=self.filing.asking_always,
        )
        match decision:
            case AutoAdd():
                self._add_to_contact(finding, candidate)
                self._write_down(finding, ExtractionStatus.AUTO_ADDED, decision.log, candidate)
            case Ask():
                self._supersede(decision.supersedes)
                asked = self._ask(finding, candidate, decision.current)
                message = f"Asked about {candidate.topic}: {shortened(candidate.value, 80)}"
                self._write_down(finding, ExtractionStatus.ASKED, message, candidate, asked)
            case LeaveAlone():
                self._write_down(finding, ExtractionStatus.LEFT_ALONE, decision.reason, candidate)

    def _add_to_contact(self, finding: Finding, candidate: Candidate) -> None:
        contact, field = self.contact, candidate.topic.value
        if contact is None:
            return
        kind = self.source.kind.value
        written: dict[str, Any] = {field: candidate.value}
        self.contact = attrs.evolve(
            contact,
            **written,
            origins={**contact.origins, field: Origin(kind, self.source.occurred_at)},
            updated_at=max(contact.updated_at, self.now),
        )
        self._history.append(
            ContactChange(
                id=ChangeId(derived_id("change", self.id_of(finding), contact.id)),
                contact_id=contact.id,
                field=field,
                old=getattr(contact, field),
                new=candidate.value,
                source_kind=kind,
                source_id=self.source.id,
                quote=candidate.quote,
                at=self.now,
            )
        )

    def _ask(self, finding: Finding, candidate: Candidate, current: str | None) -> SuggestionId | None:
        if self.contact is None:
            return None
        suggestion = Suggestion(
            id=SuggestionId(derived_id("suggestion", self.id_of(finding), self.contact.id)),
            contact_id=self.contact.id,
            topic=candidate.topic,
            suggested_value=candidate.value,
            asked_current=current,
            quote=candidate.quote,
            start=candidate.start,
            end=candidate.end,
            source_kind=candidate.source_kind,
            source_id=candidate.source_id,
            said_at=self.source.occurred_at,
            created_at=self.now,
            second=candidate.second,
        )
        self.suggestions[suggestion.id] = suggestion
        self._touched.add(suggestion.id)
        return suggestion.id

    def _supersede(self, overtaken: Iterable[Suggestion]) -> None:
        for suggestion in list(overtaken):
            self.suggestions[suggestion.id] = suggestion.superseded(self.now)
            self._touched.add(suggestion.id)

    def _is_met(self, suggestion: Suggestion) -> bool:
        is_pending = suggestion.status is SuggestionStatus.PENDING
        return is_pending and self.contact is not None and suggestion.is_met_by(self.contact)

    def _note(self, finding: Finding, candidate: Candidate) -> None:
        self._notes.append(
            Note(
                id=NoteId(derived_id("note", self.id_of(finding))),
                topic=candidate.topic,
                text=candidate.value,
                quote=candidate.quote,
                source_kind=candidate.source_kind,
                source_id=candidate.source_id,
                said_at=self.source.occurred_at,
                created_at=self.now,
                conversation_id=self.source.conversation_id,
                contact_id=self.contact.id if self.contact else None,
            )
        )
        self._write_down(
            finding, ExtractionStatus.NOTED, f"Noted: {shortened(candidate.value, 80)}", candidate
        )

    def _write_down(
        self,
        finding: Finding,
        status: ExtractionStatus,
        message: str,
        candidate: Candidate | None = None,
        suggestion_id: SuggestionId | None = None,
    ) -> None:
        entry = Extraction(
            id=self.id_of(finding),
            topic=finding.topic,
            value=shortened(storable(candidate.value if candidate else finding.value), 500),
            quote=shortened(storable(candidate.quote if candidate else finding.quote), 500),
            status=status,
            message=str(message),
            source_kind=self.source.kind,
            source_id=self.source.id,
            extractor=self.filing.extractor,
            model=self.filing.model,
            said_at=self.source.occurred_at,
            created_at=self.now,
            start=candidate.start if candidate else None,
            end=candidate.end if candidate else None,
            second=candidate.second if candidate else None,
            speaker=candidate.speaker if candidate else None,
            contact_id=self.contact.id if self.contact else None,
            suggestion_id=suggestion_id,
            digest=self.source.digest,
        )
        self._log.setdefault(entry.id, entry)
