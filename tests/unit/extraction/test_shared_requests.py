"""In a busy hour short texts of different people share requests, and are kept apart all the same."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead, Topic
from openphone_crm.testing import builders as make
from tests.unit.extraction.shop import Shop, finding

CUSTOMERS = [f"+142555501{number:02}" for number in range(30)]


def test_in_a_quiet_hour_each_text_is_read_by_itself(shop: Shop) -> None:
    """Nothing is gathered as long as there is no need."""
    for text in "abc":
        shop.say(text)

    shop.work()

    assert sorted(shop.extractor.asked) == [["a"], ["b"], ["c"]]


def test_in_a_busy_hour_texts_share_requests(shop: Shop) -> None:
    """Above a hundred texts in an hour, short texts of different people go together, ten at most."""
    shop.matter.traffic = 101
    for number in CUSTOMERS[:19]:
        shop.meet(number)
        shop.say(f"from {number}", number=number)

    shop.work()

    assert sorted(map(len, shop.extractor.asked)) == [9, 10]


def test_an_extractor_that_asks_nobody_gets_all_at_once(shop: Shop) -> None:
    """Where nothing is sent there is nothing to keep apart, and no count of texts to look at."""
    shop.extracting = attrs.evolve(shop.extracting, is_local=True)
    for text in ("first", "second", "long " * 300):
        shop.say(text)

    shop.work()

    assert [len(request) for request in shop.extractor.asked] == [3]


def test_one_conversation_shares_no_request(shop: Shop) -> None:
    """Two texts of one person, and a long one, are read apart even in a busy hour."""
    shop.matter.traffic = 101
    for text in ("first", "second", "long " * 300):
        shop.say(text)

    shop.work()

    assert [len(request) for request in shop.extractor.asked] == [1, 1, 1]


def test_answers_of_a_shared_request_are_kept_apart(shop: Shop) -> None:
    """Each finds its own text, and an answer for a text that nobody asked about is dropped."""
    shop.matter.traffic = 101
    shop.meet(make.BEN)
    shop.extractor.answers = {
        "I am Ann": [finding(Topic.NAME, "Ann")],
        "I am Ben": [finding(Topic.NAME, "Ben")],
    }
    shop.say("I am Ann")
    shop.say("I am Ben", number=make.BEN)

    shop.work()

    assert len(shop.extractor.asked) == 1
    assert [shop.contact(number).name for number in (make.ANN, make.BEN)] == ["Ann", "Ben"]


def test_what_was_not_answered_for_is_asked_by_itself(shop: Shop) -> None:
    """A shared request of which an answer is missing, or that failed as a whole, is taken apart."""
    shop.matter.traffic = 101
    shop.meet(make.BEN)
    shop.say("I am Ann")
    shop.say("I am Ben", number=make.BEN)

    def forget(texts: Sequence[TextToRead]) -> Reading:
        if len(texts) > 1:
            return Reading(outcome=ReadingOutcome.TRUNCATED)
        value = texts[0].text.removeprefix("I am ")
        return Reading(outcome=ReadingOutcome.READ, findings={texts[0].id: (finding(Topic.NAME, value),)})

    shop.extractor.answer = forget
    shop.work()

    assert [len(request) for request in shop.extractor.asked] == [2, 1, 1]
    assert [shop.contact(number).name for number in (make.ANN, make.BEN)] == ["Ann", "Ben"]
