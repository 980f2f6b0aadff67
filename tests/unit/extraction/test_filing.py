"""What was read is filed once, whole, and in the log as what became of it."""

from __future__ import annotations

import pytest

from openphone_crm import filing
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ExtractionFilter
from openphone_crm.filing import MOST_FINDINGS
from openphone_crm.paging import PageRequest
from tests.unit.extraction.shop import Shop, finding


@pytest.mark.parametrize(
    "quotes", [("my name is Ann Lee", "I am Ann Lee"), ("I am Ann Lee", "so is Ann Lee")]
)
def test_what_was_added_is_not_logged_as_dropped(shop: Shop, quotes: tuple[str, str]) -> None:
    """A value that is found twice, once with a quote that is nowhere, was added all the same."""
    findings = [finding(Topic.NAME, "Ann Lee", quote) for quote in quotes]

    shop.tell("I am Ann Lee", *findings)

    assert shop.contact().name == "Ann Lee"
    assert shop.log == [("auto_added", "Auto-added name: Ann Lee")]


def test_each_quote_that_is_made_up_is_logged(shop: Shop) -> None:
    """A value that was never said, with two quotes, is dropped twice, and each time with its quote."""
    shop.tell("hello", *(finding(Topic.NAME, "Bob Ray", quote) for quote in ("I am Bob Ray", "it's Bob Ray")))

    found = shop.crm.extractions.find(ExtractionFilter(), PageRequest()).items
    assert {entry.quote for entry in found} == {"I am Bob Ray", "it's Bob Ray"}
    assert shop.log == [("dropped", "quote not in the source")] * 2


def test_the_history_says_what_added_a_value(shop: Shop) -> None:
    """Who or what did it is the extractor with its model, where no person did."""
    shop.extractor.model = "gemini/prompt-1"
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    shop.extractor.model = "scripted/2"

    shop.tell("ann@example.com", finding(Topic.EMAIL, "ann@example.com"))

    assert [change.by for change in shop.history()] == ["scripted/2", "scripted/gemini/prompt-1"]


def test_a_note_is_made_once(shop: Shop) -> None:
    """Two wordings of one quote are one note."""
    wordings = ("Gate code", "The code is 5")

    shop.tell("The gate code is 5", *(finding(Topic.FACT, each, "gate code is 5") for each in wordings))

    assert shop.notes == [("gate code is 5", "gate code is 5")]
    assert shop.problems == []


def test_what_is_too_much_is_counted(shop: Shop) -> None:
    """The first fifty findings are looked at, and one entry says how many more there were."""
    words = [f"w{number}" for number in range(MOST_FINDINGS + 7)]

    shop.tell(" ".join(words), *(finding(Topic.FACT, word) for word in words))

    assert len(shop.notes) == MOST_FINDINGS
    assert shop.log.count(("dropped", "the first of 7 findings too many, none of which was looked at")) == 1
    assert len(shop.log) == MOST_FINDINGS + 1


def test_what_was_filed_is_left_as_it_is(shop: Shop) -> None:
    """The same words read again ask nobody anew, and bring no note back."""
    shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    words = "no, Ann Lee, call me"
    shop.tell(words, finding(Topic.NAME, "Ann Lee"), finding(Topic.CALLBACK, "wants a call", "call me"))
    log, notes, before = shop.log, shop.notes, shop.suggestions()

    shop.ask_for(list(shop.matter.sources.values())[-1], again="once more")
    shop.work()

    assert (shop.log, shop.notes, shop.suggestions()) == (log, notes, before)


def test_words_are_compared_before_anybody_waits(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a transaction is open, which others wait for, nothing is searched for any more."""
    shop.extractor.answers = {"I am Ann": [finding(Topic.NAME, "Ann")]}
    shop.say("I am Ann")
    (save,) = shop.extracting(shop.claimed()).values()
    monkeypatch.delattr(filing, "grounded")
    assert callable(save)

    with shop.crm.unit_of_work.begin() as transaction:
        save(transaction)

    assert shop.contact().name == "Ann"


def test_what_was_decided_otherwise_does_not_come_back(shop: Shop) -> None:
    """A suggestion that was replaced may be made anew by what is said later."""
    for name in ("Ann", "Ann Lee", "Ann Ray", "Ann Lee"):
        shop.tell(f"{len(shop.log)}: I am {name}", finding(Topic.NAME, name))

    assert [(each.suggested_value, each.status) for each in shop.suggestions()] == [
        ("Ann Lee", SuggestionStatus.SUPERSEDED),
        ("Ann Ray", SuggestionStatus.SUPERSEDED),
        ("Ann Lee", SuggestionStatus.PENDING),
    ]
