"""What goes between two of our lines, once it is known that both are ours."""

from __future__ import annotations

import pytest

from openphone_crm.memory.store import Store
from openphone_crm.memory.workspace import MemoryWorkspace
from openphone_crm.paging import PageRequest
from openphone_crm.preparation import prepared
from openphone_crm.remote import WorkspaceLine
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, SHOP_LINE
from openphone_crm.views import ContactFilter, ConversationFilter
from tests.unit.processing.shop import Shop
from tests.unit.processing.test_locking import NotingTransaction
from tests.unit.reports import message_reported

OTHER = WorkspaceLine(id="PNxOther", number="+12065550190")
OURS = (WorkspaceLine(id=SHOP_LINE.id, number=SHOP_LINE.number), OTHER)
EVERYTHING = PageRequest(200)


def contacts(shop: Shop) -> dict[str, bool]:
    """Whether whoever we talk with is a contact, by number."""
    views = shop.crm.conversations.find(ConversationFilter(), EVERYTHING).items
    return {view.phone_number: view.contact is not None for view in views}


@pytest.mark.parametrize("generation", Generation)
def test_between_our_lines_nobody_is_a_contact(shop: Shop, generation: Generation) -> None:
    """There is a conversation, and a customer who writes meanwhile is a contact as ever."""
    shop.crm.workspace.keep(OURS, [])

    shop.tell(
        events.message_received("Lunch?", sender=OTHER.number),
        events.message_received("Hello"),
        generation=generation,
    )

    assert sorted(shop.texts()) == ["Hello", "Lunch?"]
    assert contacts(shop) == {OTHER.number: False, CUSTOMER_NUMBER: True}
    assert len(shop.crm.contacts.find(ContactFilter(), EVERYTHING).items) == 1


def test_what_was_before_stays(shop: Shop) -> None:
    """Who is a contact already is one, and conversations are not rewritten."""
    shop.tell(events.message_received("Lunch?", sender=OTHER.number))
    shop.crm.workspace.keep(OURS, [])

    shop.tell(events.message_received("Now?", sender=OTHER.number, id="ACx2"))

    assert contacts(shop) == {OTHER.number: True}
    assert sorted(shop.texts()) == ["Lunch?", "Now?"]


def test_our_lines_are_not_locked() -> None:
    """They are in many batches: waiting for each other's would have all workers take turns."""
    store = Store()
    MemoryWorkspace(store).keep(OURS, [])
    with store.reading() as state:
        transaction = NotingTransaction(state)

    prepared(transaction, [message_reported(from_number=OTHER.number)])

    assert not any(key.startswith("party:") for key in transaction.locked)
