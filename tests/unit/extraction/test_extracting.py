"""Each text is read once, within the budget and at the pace that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead, Topic
from openphone_crm.extraction.sources import SourceLine
from openphone_crm.testing import builders as make
from tests.unit.extraction.shop import Shop, finding


def test_what_is_read_is_added_to_an_empty_contact(shop: Shop) -> None:
    """A name in a text becomes the name of who wrote it."""
    shop.tell("I am Ann Lee", finding(Topic.NAME, "Ann Lee"))

    assert shop.contact().name == "Ann Lee"


def test_what_has_nothing_in_it_changes_nothing(shop: Shop) -> None:
    """Whoever polls contacts is not told to look again because a text was read."""
    before = shop.crm.changes.current("crm")

    shop.tell("See you then")

    assert shop.extractor.asked == [["See you then"]]
    assert shop.crm.changes.current("crm") == before


def test_a_text_is_never_read_twice(shop: Shop) -> None:
    """However often a text is asked for, and by however many, it is sent once."""
    shop.extractor.answers = {"I am Ann": [finding(Topic.NAME, "Ann")]}
    source = shop.say("I am Ann")
    for number in range(50):
        shop.ask_for(source, f"again {number}")
    shop.say("I am Ann", number=shop.meet(make.BEN).phone_numbers[0])

    shop.work()
    shop.clock.advance(seconds=60)
    shop.work()

    assert shop.extractor.asked == [["I am Ann"]]
    assert [shop.contact(number).name for number in (make.ANN, make.BEN)] == ["Ann", "Ann"]


def test_another_model_reads_anew(shop: Shop) -> None:
    """With another model or prompt a text may be read again."""
    source = shop.say("I am Ann")
    shop.work()
    shop.extractor.model = "scripted/2"

    shop.ask_for(source, "again")
    shop.work()

    assert len(shop.extractor.asked) == 2


@pytest.mark.parametrize("outcome", list(ReadingOutcome))
def test_every_outcome_is_kept(shop: Shop, outcome: ReadingOutcome) -> None:
    """A text that was blocked, cut or answered with nonsense is not sent again either."""
    shop.extractor.answer = lambda texts: Reading(outcome=outcome, findings={text.id: () for text in texts})
    source = shop.say("I am Ann")
    shop.work()

    shop.ask_for(source, "again")
    shop.work()

    assert len(shop.extractor.asked) == 1
    assert shop.problems == []


def test_an_extractor_that_is_away_is_asked_again(shop: Shop) -> None:
    """Without an answer nothing is kept: the text is sent again as the retry policy says."""

    def fail(_: Sequence[TextToRead]) -> Reading:
        raise UnavailableError("model", "gone")

    shop.extractor.answer = fail
    shop.say("I am Ann")
    shop.work()
    shop.extractor.answer = None
    shop.clock.advance(timedelta(minutes=2))
    shop.work()

    assert len(shop.extractor.asked) == 2
    assert [type(problem.error) for problem in shop.problems] == [UnavailableError]


def test_every_call_is_written_down(shop: Shop) -> None:
    """The ledger has what a call used and cost."""
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))

    (month,) = shop.readings.months()

    assert (month.model, month.calls, month.unknown) == ("scripted/1", 1, 0)
    assert (month.input_tokens, month.output_tokens) == (1000, 100)
    assert month.usd == pytest.approx(0.002)


def test_a_call_that_was_lost_is_unknown_and_made_once_more(shop: Shop) -> None:
    """A worker that dies while it waits leaves a call that nobody knows the end of."""

    class ProcessEnded(BaseException):
        """Stands for the end of the process."""

    def die(_: Sequence[TextToRead]) -> Reading:
        raise ProcessEnded

    shop.extractor.answer = die
    shop.say("I am Ann")
    with pytest.raises(ProcessEnded):
        shop.work()
    shop.extractor.answer = None

    for _ in range(10):
        shop.clock.advance(seconds=61)
        shop.work("w2")

    (month,) = shop.readings.months()
    assert (len(shop.extractor.asked), month.calls, month.unknown) == (2, 2, 1)
    assert month.usd > 0.002


def test_what_is_erased_while_it_is_read_is_forgotten(shop: Shop) -> None:
    """Nothing is kept of a text that is gone, or that says something else, when its answer comes."""
    texts = ["erased", "redacted", "stays"]
    sources = {text: shop.say(text) for text in texts}

    def erase(given: Sequence[TextToRead]) -> Reading:
        source = sources[given[0].text]
        if source.text == "erased":
            del shop.matter.sources[source.id]
        if source.text == "redacted":
            shop.matter.sources[source.id] = attrs.evolve(source, lines=(SourceLine(text="***"),))
        return Reading(outcome=ReadingOutcome.READ, findings={text.id: () for text in given})

    shop.extractor.answer = erase
    shop.work()

    kept = shop.readings.known([source.digest for source in sources.values()], model=shop.extractor.model)
    assert set(kept) == {sources["stays"].digest}


def test_what_is_gone_is_not_read(shop: Shop) -> None:
    """A text that was erased meanwhile ends its follow-up without a word."""
    source = shop.say("I am Ann")
    del shop.matter.sources[source.id]

    worked = shop.work()

    assert (worked, shop.extractor.asked, shop.problems) == (1, [], [])
