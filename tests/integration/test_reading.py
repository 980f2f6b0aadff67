"""What is said in signed webhooks is read by a fake Gemini and written into contacts, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.fake_gemini import GeminiServer
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ExtractionFilter
from openphone_crm.paging import PageRequest
from openphone_crm.ports.archive import Kept
from openphone_crm.testing import events
from openphone_crm.testing.fake_gemini import Fault
from openphone_crm.testing.happenings import Happening, Utterance, Voicemail
from tests.integration.mail_server import mail_server
from tests.integration.reading import ANN, BEN, CARA, DAVE, ReadingShop, fake_gemini, reading_shop

REPLAYS = 1000
SDKS = ("google-genai", "google-generativeai")


@pytest.fixture
def gemini() -> Iterator[GeminiServer]:
    """Run a fake Gemini."""
    with fake_gemini() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/crm.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def shop(database_url: str, gemini: GeminiServer) -> Iterator[ReadingShop]:
    """Lend the product on each kind of database."""
    with reading_shop(database_url, gemini) as lent:
        yield lent


def text(words: str, **fields: Any) -> Happening:  # noqa: ANN401 - any field of a text
    """Somebody writes this now."""
    return events.message_received(words, **{"sender": ANN, "created_at": datetime.now(UTC), **fields})


def left(words: str, number: str) -> list[Happening]:
    """Somebody leaves this as a voicemail, which is told before its call."""
    voicemail = Voicemail(transcript=words, id=f"VMx{number}")
    call = events.unanswered(external=number, created_at=a_minute_ago(), voicemail=voicemail)
    return [events.call_voicemail_completed(call), events.call_completed(call)]


def said(words: str, number: str) -> list[Happening]:
    """Somebody says this in a call, and the one of us who answered is called Dana."""
    call = events.answered(external=number, created_at=a_minute_ago())
    dialogue = [Utterance("I am Dana", 0.5, 1.5), Utterance(words, 2.0, 4.5, is_external=True)]
    return [events.call_transcript_completed(call, dialogue), events.call_completed(call)]


def summed_up(words: str, number: str) -> list[Happening]:
    """A call is summed up in these words."""
    call = events.answered(external=number, created_at=a_minute_ago())
    return [events.call_summary_completed(call, [words], []), events.call_completed(call)]


def a_minute_ago() -> datetime:
    """Say when that was."""
    return datetime.now(UTC) - timedelta(minutes=1)


def test_whatever_is_said_names_its_contact(shop: ReadingShop) -> None:
    """A text, a voicemail and a call fill the fields of whoever is at the other end; a summary asks."""
    shop.tell(
        text("I am Ann Lee, mail ann@example.com"),
        *left("I am Ben", BEN),
        *said("I am Cara", CARA),
        *summed_up("The customer said I am Dave", DAVE),
    )

    assert [shop.contact(each).name for each in (ANN, BEN, CARA, DAVE)] == ["Ann Lee", "Ben", "Cara", None]
    assert shop.contact(ANN).email == "ann@example.com"
    assert [each.suggested_value for each in shop.suggestions()] == ["Dave"]
    assert len(shop.gemini.calls) == 4


def test_another_value_is_asked_about(shop: ReadingShop) -> None:
    """The first name is written at once, the second one waits for a person, who sees where it stands."""
    shop.tell(text("I am Ann"))

    shop.tell(text("By the way, I am Ann Lee"))

    (suggestion,) = shop.suggestions()
    assert (suggestion.status, suggestion.asked_current) == (SuggestionStatus.PENDING, "Ann")
    assert (suggestion.suggested_value, suggestion.quote) == ("Ann Lee", "I am Ann Lee")
    assert (suggestion.start, suggestion.end) == (12, 24)
    assert shop.contact(ANN).name == "Ann"


def test_a_thousand_replays_are_no_further_call(shop: ReadingShop) -> None:
    """However often an event comes, and however long ago it was read, nothing is paid for twice."""
    spoken = text("I am Ann Lee")
    shop.tell(spoken)
    shop.tell(*[spoken] * REPLAYS)
    database = shop.application.database
    forgotten = database.archive.prune(
        Kept.FOLLOW_UPS, before=shop.application.clock.now() + timedelta(days=1), limit=10
    )

    shop.tell(spoken)

    assert forgotten == 1
    assert len(shop.gemini.calls) == 1
    (month,) = database.readings.months()
    assert (month.calls, month.unknown) == (1, 0)
    assert month.usd > 0
    assert len(database.contacts.history(shop.contact(ANN).id, PageRequest(9)).items) == 1


@pytest.mark.parametrize("sdk", SDKS)
def test_either_package_reads(tmp_path: Path, gemini: GeminiServer, sdk: str) -> None:
    """One setting chooses; what it cost is written down with tokens of thought."""
    with reading_shop(f"sqlite:///{tmp_path}/crm.db", gemini, CRM_GEMINI_SDK=sdk) as shop:
        shop.tell(text("I am Ann Lee"))

        (month,) = shop.application.database.readings.months()
        log = shop.application.database.extractions.find(ExtractionFilter(), PageRequest(9)).items

    assert [(entry.extractor, entry.message) for entry in log] == [(sdk, "Auto-added name: Ann Lee")]
    assert month.output_tokens > gemini.fake.thoughts


def test_what_the_model_makes_up_is_dropped(shop: ReadingShop) -> None:
    """Values without a quote, or beside one, are counted in the log and written nowhere."""
    shop.gemini.fail(Fault.HALLUCINATING)

    shop.tell(text("My cellar is wet"))

    contact = shop.contact(ANN)
    assert (contact.name, contact.email, contact.address) == (None, None, None)
    log = shop.application.database.extractions.find(ExtractionFilter(), PageRequest(50)).items
    assert {entry.status for entry in log} == {ExtractionStatus.DROPPED}
    assert shop.suggestions() == []


@pytest.mark.parametrize("fault", [Fault.FAILING, Fault.OVERLOADED])
def test_a_model_that_fails_is_asked_again(shop: ReadingShop, fault: Fault) -> None:
    """The text is read in the end, and both calls stand in the ledger."""
    shop.gemini.fail(fault)

    shop.tell(text("I am Ann Lee"))

    assert shop.contact(ANN).name == "Ann Lee"
    (month,) = shop.application.database.readings.months()
    assert (month.calls, month.unknown) == (2, 0)


@pytest.mark.parametrize("fault", [Fault.MALFORMED, Fault.BLOCKED, Fault.TRUNCATED])
def test_an_answer_that_cannot_be_used_is_an_outcome(shop: ReadingShop, fault: Fault) -> None:
    """It is kept, and the text is not sent once more, whoever sends the event again."""
    shop.gemini.fail(fault)
    spoken = text("I am Ann Lee")

    shop.tell(spoken, spoken)

    assert len(shop.gemini.calls) == 1
    assert shop.contact(ANN).name is None


def test_a_spent_budget_defers_and_is_told_once(database_url: str, gemini: GeminiServer) -> None:
    """Nothing is sent, nothing is dropped, operators hear of it; with a larger budget all is read."""
    texts = [text("I am Ann Lee"), text("I am Ben", sender=BEN)]
    with mail_server() as mail:
        poverty = {"GEMINI_MONTHLY_BUDGET_USD": "0", "CRM_ALERT_URLS": mail.url()}
        with reading_shop(database_url, gemini, **poverty) as shop:
            shop.receive(*texts)
            for _ in range(3):
                shop.work()
                # What is reported again is looked at again at once.
                shop.receive(*texts)
            is_put_off = shop.has_work()

    with reading_shop(database_url, gemini, GEMINI_MONTHLY_BUDGET_USD="5") as shop:
        called_before = len(gemini.fake.calls)
        shop.receive(*texts)
        shop.work()
        names = [shop.contact(number).name for number in (ANN, BEN)]

    assert (is_put_off, called_before, names) == (True, 0, ["Ann Lee", "Ben"])
    assert [letter.title for letter in mail.letters] == [
        "Reading waits: this month's budget of $0.00 is spent"
    ]
