"""What reading costs is known, and no more is spent than there is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from openphone_crm.errors import RateLimitedError, SettingsError, UnavailableError, UncertainError
from openphone_crm.extraction.costs import month_of
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead, Usage
from tests.unit.extraction.shop import PRICES, Shop

BIG = "big " * 20_000


def nothing_in(texts: Sequence[TextToRead], usage: Usage | None = None) -> Reading:
    """Answer that there is nothing in any of them."""
    return Reading(outcome=ReadingOutcome.READ, findings={text.id: () for text in texts}, usage=usage)


def test_what_was_not_told_counts_as_estimated(shop: Shop) -> None:
    """An answer that does not say what it used is not one that cost nothing."""
    shop.extractor.answer = nothing_in
    shop.say("I am Ann")

    shop.work()

    (month,) = shop.readings.months()
    assert (month.calls, month.unknown) == (1, 0)
    assert month.usd > 0.003


@pytest.mark.parametrize(
    "error", [RateLimitedError("model"), SettingsError("KEY", "no"), UnavailableError("model", "500")]
)
def test_a_refusal_costs_nothing(shop: Shop, error: Exception) -> None:
    """What was not answered is not billed, and not taken from the budget."""

    def refuse(_: Sequence[TextToRead]) -> Reading:
        raise error

    shop.extractor.answer = refuse
    shop.say("I am Ann")

    shop.work()

    (month,) = shop.readings.months()
    assert (month.calls, month.unknown, month.usd) == (1, 0, 0)


def test_a_time_out_is_unknown_and_asked_once_more(shop: Shop) -> None:
    """Nobody knows what it cost; after the second the text is a dead letter, and not paid for again."""

    def be_late(_: Sequence[TextToRead]) -> Reading:
        raise UncertainError("model", "no answer within 40 s")

    shop.extractor.answer = be_late
    shop.say("I am Ann")

    for _ in range(10):
        shop.work()
        shop.clock.advance(seconds=300)

    (month,) = shop.readings.months()
    assert (len(shop.extractor.asked), month.calls, month.unknown) == (2, 2, 2)
    assert month.usd > 0
    assert [problem.is_final for problem in shop.problems] == [False, True]
    assert str(shop.problems[-1].error) == "model was asked twice and did not answer: no answer within 40 s"


def test_prices_stay_with_the_call(shop: Shop) -> None:
    """Whoever looks at the ledger later knows by which prices it was added up."""
    shop.tell("I am Ann")

    (call,) = shop.readings._store._state.model_calls.values()

    assert (call.input_price_usd, call.output_price_usd) == (PRICES.input_usd, PRICES.output_usd)
    assert call.prices_as_of == PRICES.as_of


def test_thoughts_do_not_exceed_the_budget(shop: Shop) -> None:
    """Before a call the most that it can cost must be there, for nobody knows how long a model thinks."""
    budget = shop.requests.budget_usd = 0.2
    usage = Usage(input_tokens=1000, output_tokens=10, thought_tokens=8000)
    shop.extractor.answer = lambda texts: nothing_in(texts, usage)
    for number in range(20):
        shop.say(f"{number}")

    shop.work()

    assert shop.extractor.asked
    assert shop.readings.spent(month_of(shop.clock.now())) <= budget


def test_what_does_not_fit_starves_nobody(shop: Shop) -> None:
    """One large text waits for the budget; the small ones behind it are read."""
    shop.requests.budget_usd = 0.1
    shop.say(BIG)
    for number in range(3):
        shop.say(f"{number}")

    shop.work()

    assert sorted(shop.extractor.asked) == [["0"], ["1"], ["2"]]
    assert shop.problems == []


def test_a_spent_budget_is_told_once_in_a_while(shop: Shop) -> None:
    """However often somebody looks, those who run this are not told each time."""
    told: list[None] = []
    shop.requests.budget_usd, shop.requests.on_budget_spent = 0, lambda: told.append(None)
    shop.say("I am Ann")

    for _ in range(60):
        shop.work()
        shop.clock.advance(seconds=1)

    assert (len(told), shop.extractor.asked) == (1, [])
