"""What erasing a person promises over any store."""

from __future__ import annotations

from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.erasing import Erasing
from openphone_crm.erasure import ERASED
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import ContactId
from openphone_crm.paging import PageRequest
from openphone_crm.testing import events
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.erasing_in_groups import ErasingInGroupsContract
from openphone_crm.testing.contracts.erasing_readings import ErasingReadingsContract
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    QUO_ID,
    SECRETS,
    US,
    WRITINGS,
    ErasingShop,
    is_free_of,
    life_of,
)
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.payloads import Generation
from openphone_crm.views import CallFilter, ConversationFilter
from openphone_crm.work_records import Status

_LIFE = life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID)
_OTHER_LIFE = life_of(BEN, name="Benedict", word="honey", quo_id="66a1f0c2d9b87e5a4c3d2e20")


class ErasingContract(ErasingInGroupsContract, ErasingReadingsContract):
    """All that is the person's goes and stays away; all that is others' stays."""

    def test_nothing_of_an_erased_person_is_to_be_seen(self, store: Store) -> None:
        """Contact, conversations, calls and all that was received about them are gone."""
        shop = ErasingShop(store)
        ids = shop.tell(*_LIFE)
        assert not is_free_of(shop.seen(), [ANN])

        extent = shop.erase()

        assert (extent.conversations, extent.groups, extent.messages, extent.calls) == (1, 0, 2, 2)
        assert extent.events == len(ids)
        assert is_free_of(shop.seen(), (*WRITINGS, *SECRETS))
        assert [shop.event(each).payload for each in ids] == [None] * len(ids)
        assert {shop.event(each).event.status for each in ids} == {Status.PROCESSED}

    def test_others_lose_nothing(self, store: Store) -> None:
        """Who has nothing to do with the person is as before."""
        shop = ErasingShop(store)
        ids = shop.tell(*_OTHER_LIFE)
        before = shop.seen()
        shop.tell(*_LIFE)

        shop.erase()

        assert shop.seen() == before
        assert all(shop.event(each).payload for each in ids)

    def test_deliveries_that_come_again_bring_nothing_back(self, store: Store) -> None:
        """Repeats, and the same in other generations of webhook, change nothing and say nothing."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        shop.erase()

        ids = shop.tell(*_LIFE)
        legacy = [each for each in _LIFE if each.type in ("message.received", "call.completed")]
        ids += shop.tell(*legacy, generation=Generation.APP_V3)

        assert is_free_of(shop.seen(), (*WRITINGS, *SECRETS))
        assert [shop.event(each).payload for each in ids] == [None] * len(ids)
        assert {shop.event(each).event.status for each in ids} == {Status.PROCESSED}

    def test_late_deliveries_bring_nothing_back(self, store: Store) -> None:
        """What was never delivered before the erasure does not show after it, in whatever order it comes."""
        shop = ErasingShop(store)
        shop.tell(_LIFE[1])
        shop.erase()

        for happening in reversed(_LIFE):
            shop.tell(happening)

        assert is_free_of(shop.seen(), (*WRITINGS, *SECRETS))
        assert store.calls.find(CallFilter(), PageRequest(10)).items == ()

    def test_who_writes_again_is_a_stranger(self, store: Store) -> None:
        """A message after the erasure makes a new contact without a name, and nothing else comes back."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        (before,) = shop.contacts(ANN)
        shop.erase()

        shop.tell(events.message_received("Hello again", sender=ANN, created_at=shop.clock.now()))
        shop.tell(*_LIFE)

        (after,) = shop.contacts(ANN)
        assert (after.name, after.email, after.id == before.id) == (None, None, False)
        assert is_free_of(shop.seen(), SECRETS)
        (conversation,) = store.conversations.find(ConversationFilter(), PageRequest(10)).items
        assert conversation.last_item.text == "Hello again"
        assert len(store.conversations.timeline(conversation.id, PageRequest(10)).items) == 1

    def test_what_waits_is_never_worked_on(self, store: Store) -> None:
        """An event about the person that nobody has worked on yet is emptied and ignored."""
        shop = ErasingShop(store)
        shop.tell(_LIFE[1])
        waiting = [shop.deliver(happening) for happening in _LIFE[2:]]

        shop.erase()
        shop.work()

        for each in waiting:
            detail = shop.event(each)
            assert (detail.event.status, detail.payload) == (Status.IGNORED, None)
            assert detail.event.error_message == ERASED
        assert is_free_of(shop.seen(), (*WRITINGS, *SECRETS))

    def test_a_waiting_event_of_others_is_worked_on(self, store: Store) -> None:
        """That somebody else writes the person's number is that one's message."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        mention = events.message_received("Ring 206-555-0147, please", sender=BEN)
        waiting = shop.deliver(mention)

        shop.erase()
        shop.work()

        assert shop.event(waiting).event.status is Status.PROCESSED
        assert "Ring 206-555-0147" in shop.seen()

    def test_what_others_wrote_about_the_person_is_kept_once(self, store: Store) -> None:
        """Their message stays; what was received of it is emptied, since it has the number in it."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        (mention,) = shop.tell(events.message_received("Ring (206) 555 0147", sender=BEN))

        shop.erase()

        assert shop.event(mention).payload is None
        assert "Ring (206) 555 0147" in shop.seen()

    def test_a_repeated_delivery_is_still_one(self, store: Store) -> None:
        """The delivery key outlives what was delivered."""
        shop = ErasingShop(store)
        delivery = shop.signed(_LIFE[1])
        first = shop.deliver_signed(delivery)
        shop.work()
        shop.erase()

        again = shop.deliver_signed(delivery)

        assert again == first

    def test_a_number_in_the_history_of_another_goes(self, store: Store) -> None:
        """Whoever had the number once is left with a marker in their history."""
        shop = ErasingShop(store)
        desk = ContactDesk(unit_of_work=store.unit_of_work, clock=shop.clock)
        ben = desk.create(ContactEdit(fields={"name": "Ben"}, phone_numbers=[ANN, BEN]), by="Dana")
        desk.edit(ben.id, ContactEdit(phone_numbers=[BEN]), by="Dana")
        shop.tell(_LIFE[1])

        shop.erase()

        assert f"erased, {BEN}" in shop.seen()
        assert is_free_of(shop.seen(), WRITINGS)

    def test_nobody_is_erased_twice(self, store: Store) -> None:
        """Who is gone, or never was, is not found."""
        shop = ErasingShop(store)
        erasing = Erasing(erasures=store.erasures, clock=shop.clock)

        with raising(NotFoundError):
            erasing.erase(ContactId("nobody"), by="Dana")

        with raising(NotFoundError):
            erasing.extent(ContactId("nobody"))

    def test_the_shop_does_not_erase_itself(self, store: Store) -> None:
        """A contact with one of our own lines would take every conversation of that line along."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        desk = ContactDesk(unit_of_work=store.unit_of_work, clock=shop.clock)
        ours = desk.create(ContactEdit(phone_numbers=[US]), by="Dana")
        before = shop.seen()

        with raising(ConflictError):
            Erasing(erasures=store.erasures, clock=shop.clock).erase(ours.id, by="Dana")

        assert shop.seen() == before

    def test_who_erased_whom_is_known_by_id_only(self, store: Store) -> None:
        """The entry names the contact's id and how much went, and nothing that the person was."""
        shop = ErasingShop(store)
        shop.tell(*_LIFE)
        (contact,) = shop.contacts(ANN)

        shop.erase()

        (entry,) = store.audit.of(contact.id)
        assert (entry.by, entry.action, entry.details["messages"]) == ("Dana", "erase", "2")
        assert is_free_of(repr(entry), (*WRITINGS, *SECRETS))

    def test_a_contact_without_numbers_can_be_erased(self, store: Store) -> None:
        """One that was made by hand, and that nothing was ever received from."""
        shop = ErasingShop(store)
        desk = ContactDesk(unit_of_work=store.unit_of_work, clock=shop.clock)
        contact = desk.create(ContactEdit(fields={"name": "Annabel"}), by="Dana")

        Erasing(erasures=store.erasures, clock=shop.clock).erase(contact.id, by="Dana")

        assert store.contacts.get(contact.id) is None
