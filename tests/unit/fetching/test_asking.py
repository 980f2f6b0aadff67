"""What OpenPhone cannot answer now is asked again later, and is no attempt."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.alerts import Rule
from openphone_crm.errors import (
    DeferredError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
)
from openphone_crm.remote import FetchedKind
from openphone_crm.testing import events
from tests.unit.fetching.curious import CALL, VOICEMAIL, CuriousShop

MISSED = events.call_completed(CALL)
FORBIDDEN = RefusedError("OpenPhone", 403, reason="the key or the plan does not allow it")
REFUSED = SettingsError("OPENPHONE_API_KEY", "OpenPhone refuses the key (401)")


@pytest.mark.parametrize(
    ("said", "waits"), [(3.0, 3), (None, 10), (0.0, 1), (86_400.0, 300), (999_999_999.0, 300)]
)
def test_who_wants_to_be_left_alone_is(shop: CuriousShop, said: float | None, waits: int) -> None:
    """OpenPhone says for how long, within reason, or is left alone for a while."""
    with pytest.raises(DeferredError) as caught, shop.fetching.asking.politely():
        raise RateLimitedError("OpenPhone", said)

    assert caught.value.until == shop.clock.now() + timedelta(seconds=waits)


def test_a_storm_of_refusals_is_no_attempt(shop: CuriousShop) -> None:
    """However often OpenPhone wants to be left alone, what is asked is answered in the end."""
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.openphone.fail(*[RateLimitedError("OpenPhone", 1.0)] * 20)
    shop.hear(MISSED)

    shop.over(35)

    assert shop.unsent == []
    assert shop.call.call.has_voicemail is True


def test_a_refused_key_is_told_to_those_who_run_this(shop: CuriousShop) -> None:
    """They are told once, and nothing is asked for ten minutes."""
    shop.openphone.keep_failing(REFUSED)
    shop.hear(MISSED)

    shop.over(1800, step=10)

    alert = shop.crm.alert_book.open(Rule.API_KEY)
    assert alert is not None
    assert "OPENPHONE_API_KEY" in alert.message
    assert shop.titles("pager") == ["OpenPhone refuses the API key"]
    assert len(shop.questions) == 3


def test_a_key_that_works_again_ends_the_alert(shop: CuriousShop) -> None:
    """The first answer tells that it is over, and what waited is fetched."""
    shop.knows(FetchedKind.VOICEMAIL, VOICEMAIL)
    shop.openphone.keep_failing(REFUSED)
    shop.hear(MISSED)
    shop.over(60, step=5)

    shop.openphone.recover()
    shop.over(600, step=10)

    assert shop.crm.alert_book.open(Rule.API_KEY) is None
    assert shop.titles("pager") == [
        "OpenPhone refuses the API key",
        "OpenPhone accepts the API key again",
    ]
    assert shop.call.call.has_voicemail is True


def test_that_there_is_no_such_thing_is_an_answer(shop: CuriousShop) -> None:
    """Only to somebody whose key it takes does OpenPhone say that."""
    shop.openphone.fail(REFUSED)
    shop.hear(MISSED)

    shop.over(700, step=10)

    assert shop.call.call.no_voicemail is True
    assert shop.crm.alert_book.open(Rule.API_KEY) is None


def test_a_question_that_openphone_does_not_like_is_told_once(shop: CuriousShop) -> None:
    """It is most likely our bug: those who run this are told, and told when nothing was for an hour."""
    refused = RefusedError("OpenPhone", 400, "0900400")
    for _ in range(3):
        with pytest.raises(RefusedError), shop.fetching.asking.politely():
            raise refused
    alert = shop.crm.alert_book.open(Rule.API_REFUSED)

    for _ in range(2):
        with shop.fetching.asking.politely():
            shop.clock.advance(seconds=1801)

    assert alert is not None
    assert "0900400" in alert.message
    assert shop.crm.alert_book.open(Rule.API_REFUSED) is None


def test_what_may_be_refused_is_no_alert(shop: CuriousShop) -> None:
    """A plan without transcripts is nobody's mistake."""
    with pytest.raises(RefusedError), shop.fetching.asking.politely(may_be_refused=True):
        raise RefusedError("OpenPhone", 403)

    assert shop.crm.alert_book.open(Rule.API_REFUSED) is None


def test_every_other_error_passes(shop: CuriousShop) -> None:
    """What else goes wrong is for whoever asks."""
    error = UnavailableError("OpenPhone", "it answers 503")

    with pytest.raises(UnavailableError) as caught, shop.fetching.asking.politely():
        raise error

    assert caught.value is error
    assert shop.crm.alert_book.open(Rule.API_KEY) is None


def test_who_stays_busy_is_asked_ever_more_seldom(shop: CuriousShop) -> None:
    """Where it does not say for how long, each wait is twice the one before, up to five minutes."""
    waits = []
    for _ in range(7):
        before = shop.clock.now()
        with pytest.raises(DeferredError) as caught, shop.fetching.asking.politely():
            raise RateLimitedError("OpenPhone", None)
        waits.append((caught.value.until - before).total_seconds())
        shop.clock.set(caught.value.until)

    with shop.fetching.asking.politely():
        pass

    assert waits == [10, 20, 40, 80, 160, 300, 300]
    assert shop.crm.pacer.refusals("openphone") == 0


def test_while_it_is_left_alone_nobody_asks(shop: CuriousShop) -> None:
    """What one was told holds for all: they wait until then without a question."""
    shop.openphone.keep_failing(RateLimitedError("OpenPhone", 30.0))
    for number in range(20):
        shop.hear(events.call_completed(attrs.evolve(CALL, id=f"ACx{number:031d}")))

    shop.over(25)

    assert len(shop.questions) == 1


def test_who_was_about_to_ask_is_put_off(shop: CuriousShop) -> None:
    """It is told when OpenPhone may be asked again."""
    until = shop.clock.now() + timedelta(seconds=40)
    shop.crm.pacer.hold("openphone", until=until)
    asked = []

    with pytest.raises(DeferredError) as caught, shop.fetching.asking.politely():
        asked.append("a question")

    assert (caught.value.until, asked) == (until, [])
    assert not shop.fetching.asking.is_open()


def test_a_pace_that_others_set_is_no_hold(shop: CuriousShop) -> None:
    """A moment far away that nobody asked for, such as one of a wrong clock, closes nothing."""
    late = shop.clock.now() + timedelta(minutes=10)
    shop.crm.pacer.next_free("openphone", now=late, interval=timedelta(milliseconds=110))

    with shop.fetching.asking.politely():
        is_open = shop.fetching.asking.is_open()

    assert is_open


def test_what_the_key_may_not_do_is_told_once(shop: CuriousShop) -> None:
    """Those who run this learn which kind of thing it is, and that the key itself is not refused."""
    for _ in range(3):
        with pytest.raises(RefusedError), shop.fetching.asking.politely(asked_for="recordings"):
            raise FORBIDDEN

    alert = shop.crm.alert_book.open(Rule.API_REFUSED)

    assert alert is not None
    assert "recordings" in alert.message
    assert "the plan" in alert.message
    assert shop.crm.alert_book.open(Rule.API_KEY) is None


@pytest.mark.parametrize(("answered", "is_open"), [("call", True), (None, True), ("recordings", False)])
def test_only_an_answer_of_its_kind_ends_it(shop: CuriousShop, answered: str | None, is_open: bool) -> None:  # noqa: FBT001 - by name above
    """That everything else is answered, for however long, says nothing of what is not allowed."""
    with pytest.raises(RefusedError), shop.fetching.asking.politely(asked_for="recordings"):
        raise FORBIDDEN
    shop.clock.advance(timedelta(days=1))

    with shop.fetching.asking.politely(asked_for=answered):
        pass

    assert (shop.crm.alert_book.open(Rule.API_REFUSED) is not None) == is_open
