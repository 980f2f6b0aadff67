"""A shop over any store, which somebody asks to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.crm import Contact
from openphone_crm.erasing import Erasing
from openphone_crm.erasure import Extent
from openphone_crm.extracting import Extracting
from openphone_crm.extraction.readings import Finding, TextToRead, Topic
from openphone_crm.extraction.views import ApprovalFilter, ExtractionFilter, NoteFilter
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.handlers.reading import EXTRACT, want_reading
from openphone_crm.ids import EventId
from openphone_crm.intake import Intake
from openphone_crm.memory import MemoryClock, MemoryExtractor
from openphone_crm.model_requests import ModelRequests
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.deliveries import SignedDelivery, sign
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Happening, Voicemail
from openphone_crm.testing.payloads import Generation, render
from openphone_crm.views import CallFilter, ContactFilter, ConversationFilter, EventDetail
from openphone_crm.webhooks import SigningKeys

TALK, GROUP = make.conversation(make.ANN), make.conversation(make.ANN, make.BEN)
OTHER = make.conversation(make.BEN)

ANN: Final = "+12065550147"
BEN: Final = "+12065550158"
US: Final = SHOP_LINE.number
QUO_ID: Final = "66a1f0c2d9b87e5a4c3d2e1f"
WRITINGS: Final = (ANN, "2065550147", "206-555-0147", "(206) 555-0147", "206.555.0147")
"""The ways in which Ann's number may be written."""
SECRETS: Final = ("Annabel", "annabel@quill.example", "marmalade", QUO_ID)
"""What only Ann is, has or says."""

_LEGACY, _STANDARD = "bWFkZS11cC1mb3ItdGVzdHMtb25seQ==", "whsec_bWFkZS11cC1mb3ItdGVzdHMtb25seQ=="
_KEYS = SigningKeys.parse(f"{_LEGACY} {_STANDARD}")
_EVERYTHING = PageRequest(200)


@attrs.frozen
class ErasingShop:
    """The use cases over a store, and a clock that stands a quarter of an hour after what happens."""

    store: Store
    clock: MemoryClock = attrs.field(factory=lambda: MemoryClock(NOON + timedelta(minutes=15)))

    def deliver(self, happening: Happening, generation: Generation = Generation.DATED) -> EventId:
        """Take a happening in."""
        return self.deliver_signed(self.signed(happening, generation))

    def signed(self, happening: Happening, generation: Generation = Generation.DATED) -> SignedDelivery:
        """Sign a happening now, as OpenPhone does."""
        payload = render(happening, generation)
        key = _LEGACY if generation.is_legacy else _STANDARD
        sequence = self.clock.new_id()
        return sign(payload, generation=generation, key=key, at=self.clock.now(), sequence=sequence)

    def deliver_signed(self, delivery: SignedDelivery) -> EventId:
        """Take a delivery in."""
        intake = Intake(inbox=self.store.inbox, clock=self.clock, keys=lambda: _KEYS)
        return intake.receive(delivery.headers, delivery.body).id

    def work(self) -> None:
        """Work on everything that is there, and then on what is to be read of it."""
        self.clock.advance(seconds=61)
        self.process()
        self.read()

    def process(self) -> None:
        """Work on the events that are there."""
        processing = Processing(
            inbox=self.store.inbox,
            unit_of_work=self.store.unit_of_work,
            clock=self.clock,
            wants=(want_reading,),
        )
        for priority in Priority:
            processing.drain(priority, worker="w1", should_stop=lambda: False)

    def read(self) -> None:
        """Have all that was said read by somebody who finds something of every kind in it."""
        reading = FollowUpWork(
            follow_ups=self.store.follow_ups,
            unit_of_work=self.store.unit_of_work,
            clock=self.clock,
            tasks={},
            batch_tasks={EXTRACT: self.extracting},
        )
        reading.drain(worker="w1", should_stop=lambda: False)

    @property
    def extracting(self) -> Extracting:
        """The task of reading."""
        requests = ModelRequests(
            extractor=MemoryExtractor(_everything_in),
            readings=self.store.readings,
            pacer=self.store.pacer,
            clock=self.clock,
            pause=lambda _: None,
        )
        return Extracting(requests=requests, matter=self.store.reading_matter, clock=self.clock)

    def tell(self, *happenings: Happening, generation: Generation = Generation.DATED) -> list[EventId]:
        """Take happenings in, and work on all of them at once."""
        ids = [self.deliver(happening, generation) for happening in happenings]
        self.work()
        return ids

    def erase(self, number: str = ANN) -> Extent:
        """Erase whoever has the number."""
        erasing = Erasing(erasures=self.store.erasures, clock=self.clock)
        (contact,) = self.contacts(number)
        extent = erasing.erase(contact.id, by="Dana")
        self.clock.advance(seconds=1)
        return extent

    def contacts(self, number: str) -> Sequence[Contact]:
        """Whoever has the number."""
        return self.store.contacts.find(ContactFilter(phone_number=number), _EVERYTHING).items

    def event(self, event_id: EventId) -> EventDetail:
        """One event as it is now."""
        detail = self.store.events.get(event_id)
        assert detail is not None
        return detail

    def seen(self) -> str:
        """All that is to be seen of conversations, calls and contacts, as one text."""
        conversations = self.store.conversations.find(ConversationFilter(), _EVERYTHING).items
        timelines = [self.store.conversations.timeline(one.id, _EVERYTHING) for one in conversations]
        contacts = self.store.contacts.find(ContactFilter(), _EVERYTHING).items
        histories = [self.store.contacts.history(contact.id, _EVERYTHING) for contact in contacts]
        calls = self.store.calls.find(CallFilter(), _EVERYTHING).items
        read = (
            self.store.approvals.find(ApprovalFilter(), _EVERYTHING).items,
            self.store.extractions.find(ExtractionFilter(), _EVERYTHING).items,
            self.store.notes.find(NoteFilter(), _EVERYTHING).items,
        )
        return repr((conversations, timelines, contacts, histories, calls, read))


def _everything_in(text: TextToRead) -> Iterable[Finding]:
    """Whatever is said about marmalade or honey: a name, a note, and a street if there is one."""
    for line in text.text.splitlines():
        for word in ("marmalade", "honey"):
            if word in line:
                quote = line[line.rfind(" ", 0, max(line.index(word) - 20, 0)) + 1 :]
                yield Finding(topic=Topic.NAME, value=word, quote=quote)
                yield Finding(topic=Topic.ADDRESS, value=f"12 {word} street", quote=quote)
                yield Finding(topic=Topic.CALLBACK, value=f"talk about {word}", quote=quote)


def life_of(number: str, *, name: str, word: str, quo_id: str, start: datetime = NOON) -> list[Happening]:
    """All kinds of things that happen with one person and nobody else."""
    call = events.answered(external=number, created_at=start + timedelta(minutes=1))
    missed = events.unanswered(
        external=number,
        created_at=start + timedelta(minutes=4),
        voicemail=Voicemail(transcript=f"My {word} is ready", id=f"VMx{word}"),
    )
    words = [attrs.evolve(line, content=f"{line.content} {word}") for line in events.GREETING]
    return [
        events.contact_updated(
            name,
            emails=(f"{name.lower()}@quill.example",),
            phone_numbers=(number,),
            id=quo_id,
            updated_at=start,
        ),
        events.message_received(f"Do you like {word}?", sender=number, created_at=start),
        events.message_delivered(f"We like {word}", to=number, created_at=start + timedelta(seconds=9)),
        events.call_ringing(call),
        events.call_completed(call),
        events.call_recording_completed(call),
        events.call_transcript_completed(call, words),
        events.call_summary_completed(call, [f"It was about {word}."], [f"Bring {word}."]),
        events.call_missed(missed),
        events.call_completed(missed),
        events.call_voicemail_completed(missed),
    ]


def group_of(*others: str, start: datetime = NOON) -> list[Happening]:
    """A group text that Ann and others write in."""
    return [
        events.message_received(
            "My marmalade for all", sender=ANN, recipients=(US, *others), created_at=start
        ),
        *(
            events.message_received(
                f"Words of {other}",
                sender=other,
                recipients=(US, ANN, *(one for one in others if one != other)),
                created_at=start + timedelta(seconds=number),
            )
            for number, other in enumerate(others, start=1)
        ),
    ]


def is_free_of(text: str, words: Iterable[str]) -> bool:
    """Whether none of these words is in a text."""
    return not [word for word in words if word in text]


def have_items(store: Store) -> None:
    """Have a talk with Ann in which there is everything, and one with Ben in which there is a text."""
    call = make.call("call", conversation_id=TALK.id)
    write(
        store,
        conversations=(TALK, OTHER),
        messages=(
            make.message("hi", conversation_id=TALK.id),
            make.message("kept", conversation_id=OTHER.id),
        ),
        calls=(call,),
        recordings=(make.recording(call),),
        voicemails=(make.voicemail(call, activity_id="VMx1", conversation_id=TALK.id),),
        transcripts=(make.transcript(call),),
        summaries=(make.summary(call),),
        entries=(
            *(make.entry(TALK, name) for name in ("hi", "call", "voicemail")),
            make.entry(OTHER, "kept"),
        ),
    )
