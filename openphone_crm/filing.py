"""Filing what was read of a source: believed or dropped, added or asked about, noted, and always logged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import attrs

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extraction.deciding import LONGEST_SHOWN, Ask, AutoAdd, LeaveAlone, decide
from openphone_crm.extraction.entries import Entries, Outcome
from openphone_crm.extraction.grounding import Belief, Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.readings import Finding, Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus, Note
from openphone_crm.extraction.sources import Source
from openphone_crm.extraction.staff import Staff
from openphone_crm.extraction.suggestions import Suggestion, overtaken
from openphone_crm.ids import ExtractionId, NoteId, SuggestionId
from openphone_crm.ports.approvals import ApprovalBook, ApprovalChanges
from openphone_crm.texts import shortened

MOST_FINDINGS = 50
"""No text of a customer holds more; an answer that does is made up."""
TOO_MANY = "the first of {count} findings too many, none of which was looked at"


@attrs.frozen(kw_only=True)
class Grounded:
    """What was read of a source, held against its words; `rest` is what was too much to be looked at."""

    source: Source
    beliefs: tuple[Belief, ...]
    rest: tuple[Finding, ...] = ()


def grounded_in(source: Source, findings: Sequence[Finding]) -> Grounded:
    """Hold all that was read against the words: before a transaction opens, which others wait for."""
    beliefs = tuple(grounded(finding, source) for finding in findings[:MOST_FINDINGS])
    return Grounded(source=source, beliefs=beliefs, rest=tuple(findings[MOST_FINDINGS:]))


@attrs.frozen(kw_only=True)
class Filing:
    """
    Files what an extractor has read.

    `model` is that with the version of its prompt; `asking_always` are the topics of which so much
    was wrong lately that nothing is added without asking, and `staff` are our own people.
    """

    extractor: str
    model: str
    asking_always: Collection[Topic] = ()
    staff: Staff = attrs.field(factory=Staff)

    def file(self, read: Grounded, book: ApprovalBook, *, now: datetime) -> None:
        """
        File all that was read of a source; what was filed before is left as it is.

        Only the contact of the source's own number is written, whatever was read.
        """
        number = read.source.contact_number
        contact = book.contact_with(number) if number else None
        entries = Entries(source=read.source, extractor=self.extractor, model=self.model, now=now)
        files = _Files(
            entries=entries,
            contact=contact,
            suggestions={each.id: each for each in book.suggestions_of(contact.id)} if contact else {},
            asking_always=self.asking_always,
            staff=self.staff,
            filed=book.filed({entries.id_of_rest(), *map(entries.id_of, read.beliefs)}),
            believed={entries.id_of(each) for each in read.beliefs if isinstance(each, Candidate)},
        )
        for belief in read.beliefs:
            files.add(belief)
        files.leave_out(read.rest)
        book.write(files.changes())


@attrs.define(kw_only=True)
class _Files:
    """What is written of one source, as it gathers: each decision sees what the one before it did."""

    entries: Entries
    contact: Contact | None
    suggestions: dict[SuggestionId, Suggestion]
    asking_always: Collection[Topic]
    staff: Staff
    filed: Collection[ExtractionId]
    believed: Collection[ExtractionId]
    _touched: set[SuggestionId] = attrs.field(factory=set, init=False)
    _history: list[ContactChange] = attrs.field(factory=list, init=False)
    _log: dict[ExtractionId, Extraction] = attrs.field(factory=dict, init=False)
    _notes: dict[NoteId, Note] = attrs.field(factory=dict, init=False)

    def add(self, belief: Belief) -> None:
        """Do what follows from a belief, unless that was done before."""
        if self.entries.id_of(belief) in self.filed:
            return
        if isinstance(belief, Dropped):
            self._drop(belief)
        elif not belief.topic.is_field:
            self._note(belief)
        elif self.staff.includes(belief):
            self._write_down(belief, Outcome(ExtractionStatus.DROPPED, Doubt.OURS_BY_NAME))
        else:
            self._decide(belief)

    def leave_out(self, rest: Sequence[Finding]) -> None:
        """Count what was too much, in one entry of the log."""
        entry_id = self.entries.id_of_rest()
        if rest and entry_id not in self.filed:
            outcome = Outcome(ExtractionStatus.DROPPED, TOO_MANY.format(count=len(rest)))
            entry = self.entries.log(Dropped(rest[0], Doubt.TOO_MANY), outcome, contact=self.contact)
            self._log[entry_id] = attrs.evolve(entry, id=entry_id)

    def changes(self) -> ApprovalChanges:
        """All that is to be written."""
        is_changed = self.contact is not None and bool(self._history)
        if self.contact is not None and is_changed:
            self._replace(overtaken(self.suggestions.values(), self.contact, self.entries.now))
        return ApprovalChanges(
            contacts=(self.contact,) if self.contact is not None and is_changed else (),
            history=tuple(self._history),
            suggestions=tuple(self.suggestions[each] for each in sorted(self._touched)),
            extractions=tuple(self._log.values()),
            notes=tuple(self._notes.values()),
        )

    def _decide(self, candidate: Candidate) -> None:
        doubted = (candidate.topic,) if self.staff.may_include(candidate) else ()
        decision = decide(
            candidate,
            self.contact,
            said_at=self.entries.source.occurred_at,
            earlier=list(self.suggestions.values()),
            asking_always=(*self.asking_always, *doubted),
        )
        match decision:
            case AutoAdd():
                self._add_to_contact(candidate)
                self._write_down(candidate, Outcome(ExtractionStatus.AUTO_ADDED, decision.log))
            case Ask():
                asked = self._ask(candidate, decision.supersedes)
                self._write_down(candidate, Outcome(ExtractionStatus.ASKED, decision.log, asked))
            case LeaveAlone():
                self._write_down(candidate, Outcome(ExtractionStatus.LEFT_ALONE, decision.reason))

    def _add_to_contact(self, candidate: Candidate) -> None:
        if self.contact is not None:
            self._history.append(self.entries.change(candidate, self.contact))
            self.contact = self.entries.changed(self.contact, candidate)

    def _ask(self, candidate: Candidate, replaced: Iterable[Suggestion]) -> SuggestionId | None:
        if self.contact is None:
            return None
        question = self.entries.question(candidate, self.contact)
        self._replace(each.superseded(self.entries.now) for each in replaced)
        self._replace([question])
        return question.id

    def _replace(self, suggestions: Iterable[Suggestion]) -> None:
        for suggestion in suggestions:
            self.suggestions[suggestion.id] = suggestion
            self._touched.add(suggestion.id)

    def _note(self, candidate: Candidate) -> None:
        note = self.entries.note(candidate, self.contact)
        self._notes.setdefault(note.id, note)
        message = f"Noted: {shortened(candidate.value, LONGEST_SHOWN)}"
        self._write_down(candidate, Outcome(ExtractionStatus.NOTED, message))

    def _drop(self, belief: Dropped) -> None:
        """Log that it was, unless the same value is believed for what it was said in elsewhere."""
        if self.entries.id_of_value(belief) not in self.believed:
            self._write_down(belief, Outcome(ExtractionStatus.DROPPED, belief.doubt))

    def _write_down(self, belief: Belief, outcome: Outcome) -> None:
        """Log what became of it; said twice, what was done of it counts, and not that it was dropped too."""
        entry = self.entries.log(belief, outcome, contact=self.contact)
        known = self._log.get(entry.id)
        if known is None or known.status is ExtractionStatus.DROPPED:
            self._log[entry.id] = entry
