"""A shop in which all that is said is read: from a signed delivery to a contact, in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

import attrs

from openphone_crm.attempts import Problem
from openphone_crm.crm import Contact, ContactChange
from openphone_crm.extracting import Extracting
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.handlers.reading import EXTRACT, want_reading
from openphone_crm.ids import ItemId
from openphone_crm.model_requests import ModelRequests
from openphone_crm.paging import PageRequest
from openphone_crm.ports.extractor import Extractor
from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, Happening, Utterance, Voicemail
from openphone_crm.views import ContactFilter
from openphone_crm.working_set import Changes
from tests.unit.processing.shop import Shop

_AREAS = ("206", "253", "360", "425", "503", "509")


class ReadingShop(Shop):
    """A shop with an extractor."""

    def __init__(self, extractor: Extractor) -> None:
        super().__init__()
        self.processing = attrs.evolve(self.processing, wants=(want_reading,))
        self.unread: list[Problem] = []
        requests = ModelRequests(
            extractor=extractor,
            readings=self.crm.readings,
            pacer=self.crm.pacer,
            clock=self.clock,
            pause=lambda _: None,
        )
        self.extracting = Extracting(requests=requests, matter=self.crm.reading_matter, clock=self.clock)
        self._ids = count()

    def read(self) -> None:
        """Work on what was received, and read what there is to read."""
        self.clock.advance(seconds=61)
        self.work()
        reading = FollowUpWork(
            follow_ups=self.crm.follow_ups,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            tasks={},
            batch_tasks={EXTRACT: self.extracting},
            on_problem=self.unread.append,
        )
        reading.drain(worker="w1", should_stop=lambda: False)

    def hear(self, text: str, kind: SourceKind, *, number: str) -> None:
        """Have somebody of that number say this, in that way."""
        said_at = NOON + timedelta(seconds=next(self._ids))
        self.receive(*_said(text, kind, number, said_at))

    def meet(self, contact: Contact) -> Contact:
        """Have a contact."""
        with self.crm.unit_of_work.begin() as transaction:
            transaction.save(Changes(contacts=(contact,)))
        return contact

    def contact(self, number: str) -> Contact:
        """Whoever has the number."""
        (contact,) = self.crm.contacts.find(ContactFilter(phone_number=number), PageRequest(2)).items
        return contact

    def history(self, contact: Contact) -> list[ContactChange]:
        """What was changed of a contact, newest first."""
        return list(self.crm.contacts.history(contact.id, PageRequest(200)).items)

    @property
    def suggestions(self) -> list[Suggestion]:
        """All that was ever suggested."""
        return list(self.crm.inbox._store._state.suggestions.values())

    @property
    def extractions(self) -> list[Extraction]:
        """The whole log of what was read."""
        return list(self.crm.inbox._store._state.extractions.values())

    @property
    def notes(self) -> list[Note]:
        """All notes."""
        return list(self.crm.inbox._store._state.notes.values())

    def words(self, kind: SourceKind, item_id: ItemId) -> str:
        """What was said there."""
        source = self.crm.reading_matter.get(kind, item_id)
        assert source is not None
        return source.text


def number_of(place: int) -> str:
    """The number of the customer at that place of a long row."""
    area, line = divmod(place + 1, 100)  # the first one is the shop
    return f"+1{_AREAS[area]}55501{line:02}"


def _said(text: str, kind: SourceKind, number: str, said_at: datetime) -> tuple[Happening, ...]:
    match kind:
        case SourceKind.MESSAGE:
            return (events.message_received(text, sender=number, created_at=said_at),)
        case SourceKind.VOICEMAIL:
            left = Voicemail(transcript=text, id=f"VMx{number}")
            call = events.unanswered(external=number, created_at=said_at, voicemail=left)
            return events.call_completed(call), events.call_voicemail_completed(call)
        case SourceKind.TRANSCRIPT:
            call = events.answered(external=number, created_at=said_at)
            line = Utterance(text, 1.5, 9.0, is_external=True)
            return events.call_completed(call), events.call_transcript_completed(call, [line])
        case SourceKind.SUMMARY:
            call = events.answered(external=number, created_at=said_at)
            return events.call_completed(call), events.call_summary_completed(call, [text], [])
