"""A model that asks to be left alone is, by everybody; for how long is not for it alone to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import RateLimitedError
from openphone_crm.extraction.readings import Reading, TextToRead
from openphone_crm.model_requests import LONGEST_HOLD
from tests.unit.extraction.shop import Shop


def refusing(retry_after_s: float | None) -> Callable[[Sequence[TextToRead]], Reading]:
    """Make a model that always asks to be left alone."""

    def refuse(_: Sequence[TextToRead]) -> Reading:
        raise RateLimitedError("model", retry_after_s)

    return refuse


def test_nobody_asks_before(shop: Shop) -> None:
    """Neither another worker nor a text that comes later asks a model that wants its hour."""
    shop.extractor.answer = refusing(3600)
    for number in range(100):
        shop.say(f"{number}")

    for worker in ("w1", "w2", "w3"):
        shop.work(worker)
        shop.say(f"later, {worker}")
        shop.clock.advance(seconds=60)

    assert len(shop.extractor.asked) == 1
    assert shop.problems == []


@pytest.mark.parametrize(("told_s", "wait"), [(0, 5), (999_999_999, 3600)])
def test_no_wait_is_believed_beyond_reason(shop: Shop, told_s: float, wait: int) -> None:
    """Five seconds at least, an hour at most, whatever it says."""
    shop.extractor.answer = refusing(told_s)
    shop.say("I am Ann")
    shop.work()

    shop.clock.advance(seconds=wait - 1)
    shop.work()
    asked_early = len(shop.extractor.asked)
    shop.clock.advance(seconds=1)
    shop.work()

    assert (asked_early, len(shop.extractor.asked)) == (1, 2)


def test_a_model_that_does_not_say_is_asked_ever_more_rarely(shop: Shop) -> None:
    """Without a time the wait doubles with each refusal in a row."""
    shop.extractor.answer = refusing(None)
    shop.say("I am Ann")

    asked_at = []
    for second in range(80):
        if shop.work():
            asked_at.append(second)
        shop.clock.advance(seconds=1)

    assert asked_at == [0, 10, 30, 70]


def test_what_is_refused_for_ever_ends(shop: Shop) -> None:
    """After several refusals in a row each is a failed attempt, so that nothing is asked without end."""
    shop.extractor.answer = refusing(0)
    shop.say("I am Ann")

    for _ in range(100):
        shop.work()
        shop.clock.advance(LONGEST_HOLD)

    assert len(shop.extractor.asked) == 5 + 4
    assert shop.problems[-1].is_final


def test_an_answer_forgives(shop: Shop) -> None:
    """Refusals before an answer are not counted with those after it."""
    shop.say("I am Ann")
    for _ in range(4):
        shop.extractor.answer = refusing(0)
        shop.work()
        shop.clock.advance(seconds=5)
    shop.extractor.answer = None
    shop.work()

    shop.extractor.answer = refusing(None)
    shop.say("I am Ben")
    shop.work()

    assert shop.requests.pacer is not None
    assert shop.requests.pacer.refusals("scripted") == 1


def test_a_refusal_of_one_is_for_all(shop: Shop) -> None:
    """The texts that were to be asked about next wait, with and without a time to come back."""
    shop.extractor.answer = refusing(None)
    for number in range(20):
        shop.say(f"{number}")

    shop.work()

    assert len(shop.extractor.asked) == 1
    assert shop.problems == []


def test_a_backlog_that_waits_is_left_as_it_is(shop: Shop) -> None:
    """While the model is left alone nothing is taken up, so that nothing is written."""
    shop.extractor.answer = refusing(3600)
    for number in range(100):
        shop.say(f"{number}")
    shop.work()
    before = shop.crm.changes.current("events")

    for _ in range(10):
        shop.clock.advance(timedelta(minutes=1))
        shop.work()

    assert shop.crm.changes.current("events") == before


def test_what_is_put_off_together_is_written_once(shop: Shop) -> None:
    """Twenty texts that have to wait are given back in one go."""
    releases: list[int] = []

    @attrs.define
    class Counting:
        """Follow-ups that are counted when they are given back."""

        inner: object

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

        def release(self, ids: Sequence[str], **rest: object) -> None:
            """Give them back."""
            releases.append(len(ids))
            self.inner.release(ids, **rest)  # type: ignore[attr-defined] # it stands for any queue

    shop.extractor.answer = refusing(60)
    for number in range(20):
        shop.say(f"{number}")
    shop.crm.follow_ups = Counting(shop.crm.follow_ups)  # type: ignore[assignment] # it does what one does

    shop.work()

    assert releases == [20]
