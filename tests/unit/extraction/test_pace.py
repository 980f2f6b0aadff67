"""Reading keeps to the pace and the budget, and to the time that a turn may take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from openphone_crm.errors import DeferredError, RateLimitedError
from openphone_crm.extraction.costs import month_of
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead
from tests.unit.extraction.shop import Shop

MOST_USD = 0.084
"""What one short text may cost at most, by the prices of the shop."""


def test_whoever_asks_to_be_left_alone_is_left_alone(shop: Shop) -> None:
    """The model says when to come back: not before, and it is no failed attempt."""

    def refuse(_: Sequence[TextToRead]) -> Reading:
        raise RateLimitedError("model", 40)

    shop.extractor.answer = refuse
    shop.say("I am Ann")
    shop.work()
    shop.extractor.answer = None

    shop.clock.advance(seconds=39)
    assert shop.work() == 0
    shop.clock.advance(seconds=1)
    assert shop.work() == 1
    assert shop.problems == []


def test_the_pace_is_kept(shop: Shop) -> None:
    """Requests are spaced out: a short wait is waited for, a long one is put off."""
    shop.requests.interval = timedelta(seconds=4)
    for text in ("a", "b", "c"):
        shop.say(text)

    shop.work()

    assert shop.pauses == [0, 4]
    assert len(shop.extractor.asked) == 2
    shop.clock.advance(seconds=8)
    shop.work()
    assert len(shop.extractor.asked) == 3


def test_a_slow_pace_is_kept_too(shop: Shop) -> None:
    """Whoever is put off takes nobody's turn: one text is read in each interval until all are."""
    shop.requests.interval = timedelta(seconds=6)
    for number in range(30):
        shop.say(f"{number}")

    for turn in range(30):
        shop.work()
        assert len(shop.extractor.asked) == turn + 1
        shop.clock.advance(seconds=6)


def test_a_turn_ends_in_time(shop: Shop) -> None:
    """A model that takes long does not hold up a worker for longer: the others wait for the next turn."""

    def take_long(texts: Sequence[TextToRead]) -> Reading:
        shop.clock.advance(seconds=6)
        return Reading(outcome=ReadingOutcome.READ, findings={text.id: () for text in texts})

    shop.extractor.answer = take_long
    for number in range(5):
        shop.say(f"{number}")

    results = shop.extracting(shop.claimed())

    put_off = [result for result in results.values() if isinstance(result, DeferredError)]
    assert (len(shop.extractor.asked), len(put_off)) == (2, 3)
    assert {error.until for error in put_off} == {shop.clock.now()}


def test_what_puts_one_off_puts_off_the_rest(shop: Shop) -> None:
    """A model that asks to be left alone is not asked about the next text either."""

    def refuse(_: Sequence[TextToRead]) -> Reading:
        raise RateLimitedError("model", 40)

    shop.extractor.answer = refuse
    for number in range(5):
        shop.say(f"{number}")

    shop.work()

    assert len(shop.extractor.asked) == 1


def test_the_budget_defers_and_drops_nothing(shop: Shop) -> None:
    """What the month's budget does not allow waits, and is read when the month turns."""
    spent: list[None] = []
    shop.requests.budget_usd, shop.requests.on_budget_spent = MOST_USD, lambda: spent.append(None)
    shop.say("a")
    shop.work()
    shop.say("b")
    shop.work()
    assert (shop.extractor.asked, len(spent)) == ([["a"]], 1)

    shop.clock.set(month_of(shop.clock.now() + timedelta(days=31)))
    shop.work()

    assert shop.extractor.asked == [["a"], ["b"]]
    assert shop.problems == []


def test_a_raised_budget_is_used_within_minutes(shop: Shop) -> None:
    """Nobody has to wait for the next month once there is money again."""
    shop.requests.budget_usd = 0
    shop.say("a")
    shop.work()

    shop.requests.budget_usd = 10
    shop.clock.advance(timedelta(minutes=10))
    shop.work()

    assert shop.extractor.asked == [["a"]]
