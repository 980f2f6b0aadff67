"""The links that call a contact."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.click_to_call import CallDesk, call_links
from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.errors import ConflictError, NotFoundError, UnfitError
from openphone_crm.ids import ContactId
from openphone_crm.paging import PageRequest
from openphone_crm.testing import events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, SHOP_LINE
from openphone_crm.views import ContactFilter
from tests.unit.texting.writer import WritingShop

OTHER = "+14255550199"


@attrs.frozen
class Callers:
    """A shop, and its desk for calls."""

    shop: WritingShop = attrs.field(factory=WritingShop)

    @property
    def desk(self) -> CallDesk:
        """The desk."""
        crm = self.shop.crm
        return CallDesk(
            contacts=crm.contacts, conversations=crm.conversations, audit=crm.audit, clock=self.shop.clock
        )

    @property
    def contact_id(self) -> ContactId:
        """The one contact."""
        (contact,) = self.shop.crm.contacts.find(ContactFilter(), PageRequest(10)).items
        return contact.id

    def add_number(self, number: str) -> None:
        """Give the contact one more number, before the one that it has."""
        desk = ContactDesk(unit_of_work=self.shop.crm.unit_of_work, clock=self.shop.clock)
        desk.edit(self.contact_id, ContactEdit(phone_numbers=[number, CUSTOMER_NUMBER]), by="Dana")


def test_a_call_goes_from_the_line_that_was_talked_on() -> None:
    """On a phone the app dials from it; on a desk it chooses itself."""
    callers = Callers()

    links = callers.desk.call(callers.contact_id, by="Dana")

    assert links.href == f"tel:{CUSTOMER_NUMBER}"
    assert links.mobile_href == ("openphone://dial?number=%2B14255550123&from=%2B12065550100&action=call")
    assert SHOP_LINE.number == "+12065550100"


def test_the_number_last_talked_to_is_called() -> None:
    """Whichever comes first among the contact's numbers."""
    callers = Callers()
    callers.add_number(OTHER)

    links = callers.desk.call(callers.contact_id, by="Dana")

    assert links.href == f"tel:{CUSTOMER_NUMBER}"


def test_a_number_that_was_never_talked_to_is_called_all_the_same() -> None:
    """From no line in particular, and with no conversation to show."""
    shop = WritingShop()
    desk = ContactDesk(unit_of_work=shop.crm.unit_of_work, clock=shop.clock)
    contact = desk.create(ContactEdit(phone_numbers=[OTHER]), by="Dana")
    callers = Callers(shop)

    links = callers.desk.call(contact.id, by="Dana")

    assert links == call_links(OTHER, our_number=None, open_url=None)
    assert links.mobile_href == "openphone://dial?number=%2B14255550199&action=call"
    assert links.open_url is None


def test_the_conversation_in_quo_is_shown() -> None:
    """Where a webhook told its address."""
    callers = Callers()
    link = callers.shop.conversation.deep_link

    links = callers.desk.call(callers.contact_id, by="Dana")

    assert link is not None
    assert links.open_url == link


def test_a_group_is_not_called() -> None:
    """The newest conversation may be one with others in it."""
    callers = Callers()
    group = events.message_received(
        "Hi all", recipients=(SHOP_LINE.number, OTHER), created_at=callers.shop.clock.now()
    )
    callers.shop.clock.advance(seconds=1)
    callers.shop.happens(group)
    contact = next(
        one
        for one in callers.shop.crm.contacts.find(ContactFilter(), PageRequest(10)).items
        if one.phone_numbers == (CUSTOMER_NUMBER,)
    )

    links = callers.desk.call(contact.id, by="Dana")

    assert links.href == f"tel:{CUSTOMER_NUMBER}"


def test_nobody_is_called_who_is_not_there_or_has_no_number() -> None:
    """Each says what is wrong."""
    callers = Callers()
    desk = ContactDesk(unit_of_work=callers.shop.crm.unit_of_work, clock=callers.shop.clock)
    mute = desk.create(ContactEdit(fields={"name": "Ann"}), by="Dana")

    with pytest.raises(NotFoundError):
        callers.desk.call(ContactId("no-such-contact"), by="Dana")
    with pytest.raises(UnfitError, match="no phone number"):
        callers.desk.call(mute.id, by="Dana")


def test_whoever_said_stop_is_not_called() -> None:
    """Whoever does not want to be contacted is not called either."""
    callers = Callers()
    callers.shop.hears("STOP")

    with pytest.raises(ConflictError, match="STOP"):
        callers.desk.call(callers.contact_id, by="Dana")


def test_who_called_is_kept() -> None:
    """The log of acts names the person, and no number."""
    callers = Callers()
    callers.desk.call(callers.contact_id, by="Dana")

    (entry,) = callers.shop.crm.audit.of(callers.contact_id)

    assert (entry.by, entry.action, dict(entry.details)) == ("Dana", "call started", {})
