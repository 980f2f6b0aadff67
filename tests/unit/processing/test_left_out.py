"""Our own health checks are no business of the CRM, and leave nothing there."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.handlers.reading import want_reading
from openphone_crm.health.markers import CheckedNumbers, text_of
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import SHOP_LINE, Line
from openphone_crm.views import ContactFilter
from openphone_crm.work_records import Status
from tests.unit.processing.shop import Shop

MONITOR_LINE = Line(number="+12065550190", id="PNxMonitor")
NUMBERS = CheckedNumbers(main=SHOP_LINE.number, monitor=MONITOR_LINE.number)
CHECK = text_of("0" * 32)
CUSTOMER = "+14255550122"


@pytest.mark.parametrize("generation", Generation)
def test_a_health_check_leaves_nothing(shop: Shop, generation: Generation) -> None:
    """Its events end processed, with no contact, conversation or follow-up; a customer's has all of them."""
    shop.processing = attrs.evolve(shop.processing, leaves_out=NUMBERS.are_checked_by, wants=[want_reading])
    ids = shop.receive(
        events.message_received(CHECK, sender=MONITOR_LINE.number),
        events.message_delivered(CHECK, to=SHOP_LINE.number, line=MONITOR_LINE),
        events.message_received("Hi, Ben Lee here", sender=CUSTOMER),
        generation=generation,
    )

    shop.work()

    assert {shop.event(event_id).event.status for event_id in ids} == {Status.PROCESSED}
    assert shop.texts() == ["Hi, Ben Lee here"]
    contacts = shop.crm.contacts.find(ContactFilter(), PageRequest()).items
    assert [contact.phone_numbers for contact in contacts] == [(CUSTOMER,)]
    now, lease = shop.clock.now(), timedelta(minutes=2)
    wanted = shop.crm.follow_ups.claim(Priority.STANDARD, worker="w1", now=now, lease=lease, limit=9)
    assert len(wanted) == 1
