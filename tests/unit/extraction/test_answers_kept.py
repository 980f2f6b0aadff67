"""What is kept of an answer that is not a whole one, and what the log says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from openphone_crm.errors import SettingsError, StoreAwayError
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead, Topic
from openphone_crm.extraction.records import ModelCall
from openphone_crm.testing import builders as make
from tests.unit.extraction.shop import Shop, finding


def forgetting(texts: Sequence[TextToRead]) -> Reading:
    """Answer for all but the last."""
    return Reading(outcome=ReadingOutcome.READ, findings={text.id: () for text in texts[:-1]})


def stumble(_: Sequence[TextToRead]) -> Reading:
    """Fail as nobody has foreseen."""
    raise ZeroDivisionError


def test_a_text_that_is_not_answered_for_is_asked_once_more(shop: Shop) -> None:
    """Left out twice, it is not taken for one with nothing in it, and is not sent again."""
    shop.extractor.answer = forgetting
    source = shop.say("I am Ann")
    shop.work()

    shop.ask_for(source, "again")
    shop.work()

    assert shop.extractor.asked == [["I am Ann"]] * 2
    assert shop.log == [("unread", "Not read: the model's answer could not be read")]


def test_of_a_shared_request_only_what_is_missing_is_asked_again(shop: Shop) -> None:
    """By itself, and if it is left out there too, that is its end; its neighbour is read."""
    shop.matter.traffic = 101
    shop.meet(make.BEN)
    shop.extractor.answer = forgetting
    first, second = shop.say("I am Ann"), shop.say("I am Ben", number=make.BEN)

    shop.work()

    kept = shop.readings.known([first.digest, second.digest], model="scripted/1")
    assert [len(request) for request in shop.extractor.asked] == [2, 1]
    assert sorted(reading.outcome.value for reading in kept.values()) == ["read", "unreadable"]


@pytest.mark.parametrize(
    "outcome", [ReadingOutcome.BLOCKED, ReadingOutcome.UNREADABLE, ReadingOutcome.TRUNCATED]
)
def test_what_could_not_be_read_stands_in_the_log(shop: Shop, outcome: ReadingOutcome) -> None:
    """Once, however often the text is asked for; it is nothing that a person could find right or wrong."""
    shop.extractor.answer = lambda _: Reading(outcome=outcome)
    source = shop.say("I am Ann")
    shop.work()

    shop.ask_for(source, "again")
    shop.work()

    assert [status for status, _ in shop.log] == ["unread"]
    assert shop.crm.extractions.sample(9) == []


def test_ids_cannot_be_guessed_from_words(shop: Shop) -> None:
    """Within a request texts are numbered, so that no sender can name another's."""
    asked: list[str] = []

    def answer(texts: Sequence[TextToRead]) -> Reading:
        asked.extend(text.id for text in texts)
        return Reading(outcome=ReadingOutcome.READ, findings={text.id: () for text in texts})

    shop.matter.traffic = 101
    shop.extractor.answer = answer
    for number in (make.ANN, make.BEN):
        shop.meet(number)
        shop.say(f"from {number}", number=number)

    shop.work()

    assert asked == ["1", "2"]


def test_a_shared_request_that_is_refused_is_taken_apart(shop: Shop) -> None:
    """Only the text that the model does not take fails."""
    shop.matter.traffic = 101

    def refuse_one(texts: Sequence[TextToRead]) -> Reading:
        if any(text.text == "poison" for text in texts):
            raise SettingsError("GEMINI_MODEL", "the model refuses what it is asked (400)")
        found = {text.id: (finding(Topic.NAME, "Ann"),) for text in texts}
        return Reading(outcome=ReadingOutcome.READ, findings=found)

    shop.extractor.answer = refuse_one
    for number, text in ((make.ANN, "poison"), (make.BEN, "I am Ann")):
        shop.meet(number)
        shop.say(text, number=number)

    shop.work()

    assert [len(request) for request in shop.extractor.asked] == [2, 1, 1]
    assert len(shop.problems) == 1
    assert shop.contact(make.BEN).name == "Ann"


def test_what_failed_with_others_is_tried_alone(shop: Shop) -> None:
    """A text that failed shares no request any more, so that it takes nobody along twice."""
    shop.matter.traffic = 101
    shop.extractor.answer = stumble
    for number in (make.ANN, make.BEN):
        shop.meet(number)
        shop.say(f"from {number}", number=number)
    shop.work()
    shop.extractor.answer = None
    shop.extractor.asked.clear()

    shop.clock.advance(seconds=300)
    shop.work()

    assert sorted(map(len, shop.extractor.asked)) == [1, 1]


def test_one_text_that_cannot_be_found_fails_alone(shop: Shop) -> None:
    """Its neighbours in the same claim are read all the same."""
    bad = shop.say("bad")
    for number in range(3):
        shop.say(f"{number}")
    shop.matter.spoiled.add(bad.id)

    shop.work()

    assert sorted(shop.extractor.asked) == [["0"], ["1"], ["2"]]
    assert [problem.kind for problem in shop.problems] == ["extract"]


def test_nothing_is_paid_for_while_the_store_is_away(shop: Shop) -> None:
    """When not even the end of a call can be written down, no other call is made, and no attempt counted."""

    def be_away(_: ModelCall, __: object) -> None:
        raise StoreAwayError("database", "gone")

    shop.readings.end = be_away  # type: ignore[assignment] # the store goes away in between
    for number in range(3):
        shop.say(f"{number}")

    with pytest.raises(StoreAwayError):
        shop.work()

    assert len(shop.extractor.asked) == 1
    assert shop.problems == []
