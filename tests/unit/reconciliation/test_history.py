"""Having the words of the history read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openphone_crm.extraction.costs import Prices
from openphone_crm.handlers.reading import EXTRACT
from openphone_crm.priority import Priority
from openphone_crm.reconciling.history import UnreadHistory, cost_of
from openphone_crm.testing import builders as make
from openphone_crm.testing.happenings import NOON
from tests.unit.reconciliation import shown
from tests.unit.reconciliation.shop import GappyShop

LONG_AGO = NOON - timedelta(days=30)
PRICES = Prices(input_usd=1.0, output_usd=10.0, as_of=date(2026, 11, 1))


def unread(shop: GappyShop) -> UnreadHistory:
    """Make what finds unread words."""
    return UnreadHistory(
        receipts=shop.crm.receipts,
        matter=shop.crm.reading_matter,
        readings=shop.crm.readings,
        follow_ups=shop.crm.follow_ups,
        clock=shop.clock,
        model="model",
    )


def with_history(shop: GappyShop) -> GappyShop:
    """Bring in a text and a call with all its words, of long ago, and a text of today."""
    shop.openphone.put(
        shown.message("ACx1", at=LONG_AGO, text="I am Ann Lee"), shown.message("ACx2", at=NOON)
    )
    shop.openphone.put(shown.call(at=LONG_AGO), shown.transcript(), shown.summary())
    shop.openphone.put(shown.message("ACx3", at=LONG_AGO, direction="outgoing", text="Hello Ann"))
    shop.reconcile()
    return shop


def test_the_words_of_the_history_are_found(shop: GappyShop) -> None:
    """What was said to us, once each; what is of today is read anyway."""
    seen: list[int] = []

    texts = unread(with_history(shop)).find(seen.append)

    kinds = sorted(text.follow_up.details["kind"] for text in texts)
    assert kinds == ["message", "summary", "transcript"]
    assert sum(seen) == 5


def test_they_are_read_after_all_else(shop: GappyShop) -> None:
    """As follow-ups of low priority; asked for twice they are asked for once."""
    history = unread(with_history(shop))

    for _ in range(2):
        history.have_read(history.find())

    due = shop.crm.follow_ups.claim(
        Priority.LOW, worker="w1", now=shop.clock.now(), lease=timedelta(seconds=9), limit=99
    )
    assert [claim.kind for claim in due] == [EXTRACT] * 3


def test_nothing_else_has_them_read(shop: GappyShop) -> None:
    """Bringing history in asks for no reading by itself."""
    with_history(shop)

    due = shop.crm.follow_ups.claim(
        Priority.LOW, worker="w1", now=shop.clock.now(), lease=timedelta(seconds=9), limit=99
    )

    assert due == []


def test_an_event_that_nobody_can_read_brought_no_words(shop: GappyShop) -> None:
    """It is a dead letter of its own; here it is passed over."""
    for name, body in {"no JSON": b"{", "no message": b'{"type": "message.received"}'}.items():
        shop.crm.inbox.add([make.arrival(name, is_history=True, body=body)])

    found = unread(shop).find()

    assert found == []


def test_what_it_costs_is_told(shop: GappyShop) -> None:
    """By the length of what is sent and what is expected back; the same words cost once, patterns nothing."""
    texts = unread(with_history(shop)).find()

    usd = cost_of(texts, PRICES)

    assert usd == pytest.approx(cost_of(texts + texts, PRICES))
    assert 3 * 200 * 10 / 1e6 < usd < 3 * (200 * 10 + 2_000) / 1e6
    assert cost_of(texts, None) == 0.0
