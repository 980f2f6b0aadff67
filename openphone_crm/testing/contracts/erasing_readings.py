"""What erasing a person promises about what was read: it goes with the words that it was read in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.erasure import Erasure
from openphone_crm.extraction.readings import Reading, TextToRead
from openphone_crm.extraction.records import Note
from openphone_crm.extraction.views import ApprovalFilter, ExtractionFilter, NoteFilter
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import events
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    QUO_ID,
    US,
    ErasingShop,
    is_free_of,
    life_of,
)
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.happenings import NOON
from openphone_crm.views import ConversationFilter

_LIFE: Final = life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID)
_ALL: Final = PageRequest(200)
_MODEL: Final = "memory/1"


class ErasingReadingsContract:
    """Suggestions, notes, the log and the memory of what was read."""

    def test_what_was_read_of_a_person_goes(self, store: Store) -> None:
        """Nothing of it is to be looked at any more, nor remembered by the digest of the words."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        digests = [_digest("Do you like marmalade?"), _digest("My marmalade is ready")]
        before = store.readings.known(digests, model=_MODEL)
        assert [bool(before[digest].findings) for digest in digests] == [True, True]
        assert _numbers_of_things(store) != [0, 0, 0]

        shop.erase()

        assert _numbers_of_things(store) == [0, 0, 0]
        assert store.readings.known(digests, model=_MODEL) == {}

    def test_what_was_read_before_a_correction_goes_too(self, store: Store) -> None:
        """A text that was told in two wordings was read twice."""
        shop = ErasingShop(store)
        texts = {"I want marmalade": NOON, "I want no marmalade": NOON + timedelta(seconds=9)}
        for text, created_at in texts.items():
            shop.tell(events.message_received(text, sender=ANN, id="ACxcorrected", created_at=created_at))
        digests = [_digest(text) for text in texts]
        assert len(store.readings.known(digests, model=_MODEL)) == 2

        shop.erase()

        assert store.readings.known(digests, model=_MODEL) == {}
        assert is_free_of(shop.seen(), ["marmalade"])

    def test_notes_of_others_in_a_group_stay(self, store: Store) -> None:
        """They follow their text into the conversation that the group goes on in."""
        shop = ErasingShop(store)
        shop.tell(
            events.message_received("I want marmalade", sender=ANN, recipients=(US, BEN)),
            events.message_received("I want honey", sender=BEN, recipients=(US, ANN)),
        )
        assert len(_notes(store)) == 2

        shop.erase()

        (note,) = _notes(store)
        (group,) = store.conversations.find(ConversationFilter(), _ALL).items
        assert (note.text, note.conversation_id) == ("I want honey", group.id)
        assert is_free_of(shop.seen(), ["marmalade"])

    def test_who_had_the_number_before_keeps_the_value_without_the_quote(self, store: Store) -> None:
        """What somebody else's contact was given stays, and the words that it came from do not."""
        shop = ErasingShop(store)
        shop.tell(events.message_received("I am at 12 marmalade street", sender=ANN))
        (first,) = shop.contacts(ANN)
        desk = ContactDesk(unit_of_work=store.unit_of_work, clock=shop.clock)
        desk.edit(first.id, ContactEdit(phone_numbers=[BEN]), by="Dana")
        shop.tell(events.message_received("Hello", sender=ANN, created_at=shop.clock.now()))

        shop.erase()

        changes = store.contacts.history(first.id, _ALL).items
        (change,) = [each for each in changes if each.field == "address"]
        assert (change.new, change.quote, change.source_id) == ("12 marmalade street", None, None)
        assert _numbers_of_things(store) == [0, 0, 0]

    def test_what_is_reworded_loses_what_was_read(self, store: Store) -> None:
        """Of an item of which something stays, nothing stays that was read in its former words."""
        shop = ErasingShop(store)
        shop.tell(events.message_received("I want marmalade", sender=ANN))
        (note,) = _notes(store)
        reworded = frozenset({note.source_id})

        with store.erasures.begin(alone=True) as transaction:
            transaction.erase(Erasure(at=shop.clock.now(), names=frozenset(), reworded=reworded))

        assert _numbers_of_things(store) == [0, 0, 0]
        assert store.readings.known([_digest("I want marmalade")], model=_MODEL) == {}
        assert shop.contacts(ANN)

    def test_who_is_erased_while_a_text_is_read_stays_erased(self, store: Store) -> None:
        """The answer comes late: nothing of it is kept, and nobody's follow-up brings it back."""
        shop = ErasingShop(store)
        shop.deliver(events.message_received("I want marmalade", sender=ANN))
        shop.process()
        (claim,) = _claimed(shop)

        def erase(texts: Sequence[TextToRead]) -> Reading:
            reading = shop.extracting.requests.extractor.read(texts)
            shop.erase()
            return reading

        requests = attrs.evolve(shop.extracting.requests, extractor=_Interrupted(erase))
        results = attrs.evolve(shop.extracting, requests=requests)([claim])

        assert set(results) == {claim.id}
        assert store.readings.known([_digest("I want marmalade")], model=_MODEL) == {}
        assert _claimed(shop) == []
        assert is_free_of(shop.seen(), ["marmalade"])


@attrs.frozen
class _Interrupted:
    """An extractor that something happens to while it reads."""

    read: Callable[[Sequence[TextToRead]], Reading]
    name: str = "memory"
    model: str = _MODEL


def _claimed(shop: ErasingShop) -> Sequence[ClaimedFollowUp]:
    follow_ups, now = shop.store.follow_ups, shop.clock.now()
    return follow_ups.claim(Priority.STANDARD, worker="w1", now=now, lease=LEASE, limit=9)


def _numbers_of_things(store: Store) -> list[int]:
    """How many suggestions, notes and entries of the log there are."""
    return [
        len(store.approvals.find(ApprovalFilter(), _ALL).items),
        len(_notes(store)),
        len(store.extractions.find(ExtractionFilter(), _ALL).items),
    ]


def _notes(store: Store) -> Sequence[Note]:
    return store.notes.find(NoteFilter(), _ALL).items


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
