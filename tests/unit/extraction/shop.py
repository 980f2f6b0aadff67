"""A shop whose texts are read by an extractor that says what it is told, and where people decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import attrs

from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.attempts import Problem
from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extracting import Extracting
from openphone_crm.extraction.costs import Prices
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, TextToRead, Topic, Usage
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter, ExtractionFilter, NoteFilter
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.handlers.reading import EXTRACT, ITEM, KIND
from openphone_crm.ids import ItemId
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.memory.readings import MemoryPacer, MemoryReadings
from openphone_crm.model_requests import ModelRequests
from openphone_crm.paging import PageRequest
from openphone_crm.placement import Place
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.working_set import Changes

PRICES = Prices(input_usd=1, output_usd=10, as_of=date(2026, 4, 1))


def finding(topic: Topic, value: str, quote: str | None = None) -> Finding:
    """Make a finding that quotes just its value, unless told otherwise."""
    return Finding(topic=topic, value=value, quote=value if quote is None else quote)


@attrs.define
class ScriptedExtractor:
    """Says of each text what it is told to say, or answers as it is told."""

    answers: Mapping[str, Sequence[Finding]] = attrs.field(factory=dict)
    asked: list[list[str]] = attrs.field(factory=list)
    name: str = "scripted"
    model: str = "scripted/1"
    answer: Callable[[Sequence[TextToRead]], Reading] | None = None

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Answer for all texts."""
        self.asked.append([text.text for text in texts])
        if self.answer:
            return self.answer(texts)
        findings = {text.id: tuple(self.answers.get(text.text, ())) for text in texts}
        usage = Usage(input_tokens=1000, output_tokens=100)
        return Reading(outcome=ReadingOutcome.READ, findings=findings, usage=usage)


@attrs.define
class Matter:
    """What there is to read."""

    sources: dict[ItemId, Source] = attrs.field(factory=dict)
    traffic: int = 0
    spoiled: set[ItemId] = attrs.field(factory=set)

    def get(self, _: SourceKind, item_id: ItemId) -> Source | None:
        """What is to be read of an item."""
        if item_id in self.spoiled:
            raise ValueError(item_id)
        return self.sources.get(item_id)

    def texts_since(self, _: datetime) -> int:
        """How many texts came in."""
        return self.traffic


class Shop:
    """Ann writes, the extractor reads, and people decide."""

    def __init__(self) -> None:
        self.crm = MemoryCrm()
        self.clock = MemoryClock(make.NOON)
        self.extractor = ScriptedExtractor()
        self.matter = Matter()
        self.readings = MemoryReadings()
        self.pauses: list[float] = []
        self.problems: list[Problem] = []
        self.desk = ApprovalDesk(unit_of_work=self.crm.unit_of_work, clock=self.clock)
        self.requests = ModelRequests(
            extractor=self.extractor,
            readings=self.readings,
            pacer=MemoryPacer(),
            clock=self.clock,
            pause=self.pauses.append,
            prices=PRICES,
        )
        self.extracting = Extracting(requests=self.requests, matter=self.matter, clock=self.clock)
        self.meet(make.ANN)

    def meet(self, number: str, **fields: object) -> Contact:
        """Have a contact of that number, of whom nothing is known but what is told here."""
        contact = make.contact(number, **{"name": None, "phone_numbers": (number,), **fields})
        with self.crm.unit_of_work.begin() as transaction:
            transaction.save(Changes(contacts=(contact,)))
        return contact

    def say(self, *lines: str, number: str = make.ANN, said_at: datetime | None = None) -> Source:
        """Have somebody write a text, which is to be read."""
        sequence = len(self.matter.sources)
        source = Source(
            kind=SourceKind.MESSAGE,
            id=make.item_id(f"text {sequence}"),
            openphone_id=f"ACx{sequence}",
            occurred_at=said_at or self.clock.now(),
            lines=tuple(SourceLine(text=line) for line in lines),
            contact_number=number,
            conversation_id=Place(make.OUR_NUMBER, (number,)).conversation_id,
        )
        self.matter.sources[source.id] = source
        self.ask_for(source)
        return source

    def ask_for(self, source: Source, again: str = "") -> None:
        """Have a source read, once more if it was read before."""
        now = self.clock.now()
        self.crm.follow_ups.add(
            [
                FollowUp(
                    id=follow_up_id(EXTRACT, source.id, again),
                    kind=EXTRACT,
                    subject=source.openphone_id,
                    priority=Priority.STANDARD,
                    created_at=now,
                    due_at=now,
                    details={KIND: source.kind.value, ITEM: source.id},
                )
            ]
        )

    def claimed(self) -> Sequence[ClaimedFollowUp]:
        """What is due to be read, taken by somebody."""
        lease, now = timedelta(minutes=2), self.clock.now()
        return self.crm.follow_ups.claim(Priority.STANDARD, worker="w1", now=now, lease=lease, limit=20)

    def work(self, worker: str = "w1") -> int:
        """Read all that is due."""
        work = FollowUpWork(
            follow_ups=self.crm.follow_ups,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            tasks={},
            batch_tasks={EXTRACT: self.extracting},
            gates={EXTRACT: self.requests.is_open},
            on_problem=self.problems.append,
        )
        return work.drain(worker=worker, should_stop=lambda: False)

    def tell(self, text: str, *findings: Finding, number: str = make.ANN) -> None:
        """Have somebody write a text in which this is found, and read it."""
        self.extractor.answers = {**self.extractor.answers, text: findings}
        self.say(text, number=number)
        self.work()
        self.clock.advance(timedelta(minutes=1))

    def contact(self, number: str = make.ANN) -> Contact:
        """The contact of that number, as it is now."""
        with self.crm.unit_of_work.begin() as transaction:
            contact = transaction.approvals.contact_with(number)
        assert contact is not None
        return contact

    def suggestions(self, status: SuggestionStatus | None = None, number: str = make.ANN) -> list[Suggestion]:
        """What was suggested for the contact, oldest first."""
        wanted = ApprovalFilter(status=status, contact_id=self.contact(number).id)
        found = self.crm.approvals.find(wanted, PageRequest(200)).items
        return [view.suggestion for view in reversed(found)]

    @property
    def log(self) -> list[tuple[str, str]]:
        """What became of all that was read, oldest first: its status, and what the log says."""
        found = self.crm.extractions.find(ExtractionFilter(), PageRequest(200)).items
        return [(entry.status.value, entry.message) for entry in reversed(found)]

    @property
    def notes(self) -> list[tuple[str, str]]:
        """All notes: what they say, and the quote."""
        found = self.crm.notes.find(NoteFilter(), PageRequest(200)).items
        return [(note.text, note.quote) for note in found]

    def history(self, number: str = make.ANN) -> list[ContactChange]:
        """What was changed of the contact, newest first."""
        return list(self.crm.contacts.history(self.contact(number).id, PageRequest(200)).items)
