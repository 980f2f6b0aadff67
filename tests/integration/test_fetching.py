"""What webhooks left out is fetched over HTTP from a fake OpenPhone, into a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.fake_openphone import OpenPhoneServer
from openphone_crm.alerts import Rule
from openphone_crm.crm import ItemKind
from openphone_crm.testing import events
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, Recording, Voicemail
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault, Workspace
from tests.integration.fetching import LONG, Shop, missed, shop_with, taken
from tests.integration.mail_server import MailServer, mail_server

WORDS = "My cellar is wet. Please call back."


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the url of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/crm.db"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def shop(database_url: str, mail: MailServer) -> Iterator[Shop]:
    """Lend the product with a key of OpenPhone's API."""
    with OpenPhoneServer(FakeOpenPhoneApi(workspace=Workspace())) as server:
        key = {"OPENPHONE_API_KEY": server.fake.key, "OPENPHONE_API_URL": server.url}
        with shop_with(server.fake, mail, {"CRM_DATABASE_URL": database_url, **key}) as shop:
            yield shop


def test_a_voicemail_that_no_webhook_held(shop: Shop) -> None:
    """A missed call reported by the v1 API shows its voicemail, and people are told what was said."""
    call = missed(voicemail=Voicemail(duration=11, transcript=WORDS))
    shop.fake.workspace.learn(events.call_completed(call))

    shop.hear(events.call_completed(call))

    (conversation,) = shop.conversations
    [letter] = shop.mail.letters
    assert conversation.last_item.text == "Voicemail: 11 sec"
    assert [getattr(item.body, "transcript", None) for item in shop.items] == [WORDS, None]
    assert letter.title == f"Urgent callback: voicemail from {CUSTOMER_NUMBER}"
    assert WORDS in letter.body


def test_a_missed_call_without_words(shop: Shop) -> None:
    """OpenPhone is asked once, knows of no voicemail, and people are told of the call."""
    call = missed()
    shop.fake.workspace.learn(events.call_completed(call))

    shop.hear(events.call_completed(call))
    shop.hear(events.call_completed(call))

    [letter] = shop.mail.letters
    assert letter.title == f"Need follow-up: missed call from {CUSTOMER_NUMBER}"
    assert shop.asked == ["/v1/call-voicemails"]
    assert (shop.call.call.no_voicemail, shop.call.expected) == (True, ())


def test_a_call_whose_webhook_was_thin(shop: Shop) -> None:
    """A call that named nobody is fetched, and then its voicemail too."""
    call = missed(voicemail=Voicemail(duration=11))
    shop.fake.workspace.learn(events.call_completed(call))

    shop.hear(events.call_completed(call), participants=[])
    is_known = shop.call.call.from_number
    # The second question falls due ten seconds after the first was answered.
    shop.hear(events.call_completed(call))

    assert (is_known, shop.asked[0]) == (CUSTOMER_NUMBER, "/v1/calls")
    assert [item.kind for item in shop.items] == [ItemKind.VOICEMAIL, ItemKind.CALL]


def test_a_group_call_keeps_what_its_webhook_gave(shop: Shop) -> None:
    """OpenPhone's API shows no group calls: nothing fails, and nothing is lost."""
    call = taken()
    shop.fake.workspace.learn(events.call_completed(call))
    shop.fake.workspace.join(call.id, "+12065550177")

    shop.hear(events.call_completed(call), participants=[])

    assert shop.asked == ["/v1/calls"]
    assert shop.call.call.completed_at == call.completed_at
    assert not shop.application.database.follow_ups.due(datetime.now(UTC) + LONG)


def test_a_recording_that_is_processed_still(shop: Shop) -> None:
    """It is expected, asked for again later without a failed attempt, and there in the end."""
    call = taken(recordings=(Recording(),))
    shop.fake.workspace.learn(events.call_recording_completed(call))
    shop.fake.workspace.delay(call.id, until=datetime.now(UTC) + LONG)
    shop.hear(events.call_completed(call), recordings=None)
    shop.hear(events.call_recording_completed(call), recordings=None)
    before = (shop.call.expected, len(shop.asked))

    shop.fake.workspace.delay(call.id, until=datetime.now(UTC))
    shop.work_later(minutes=2)

    [recording] = shop.call.recordings
    assert before == (("recording",), 1)
    assert (shop.call.expected, recording.url is None) == ((), False)


def test_words_that_never_come_are_missing(shop: Shop) -> None:
    """A transcript that was announced, and of which OpenPhone says that there is none, is missing."""
    call = taken()
    shop.fake.workspace.learn(events.call_completed(call))
    shop.hear(events.call_completed(call))

    shop.hear(events.call_transcript_completed(call), status="in-progress", dialogue=None)

    assert (shop.call.expected, shop.call.missing) == ((), ("transcript",))


def test_a_storm_of_refusals_is_waited_out(shop: Shop) -> None:
    """Refused for its rate the question is put again later, and is no dead letter."""
    call = missed(voicemail=Voicemail(duration=11))
    shop.fake.workspace.learn(events.call_completed(call))
    shop.fake.keep_failing(Fault.RATE_LIMITED_BY_HEADER)
    shop.hear(events.call_completed(call))
    before = len(shop.items)

    shop.fake.recover()
    shop.work_later(minutes=1)

    assert (before, len(shop.items)) == (1, 2)


def test_while_openphone_is_left_alone_nothing_is_taken_up(shop: Shop) -> None:
    """What any process was told holds for this one: its questions stay due, and are not put."""
    until = datetime.now(UTC) + timedelta(minutes=5)
    shop.application.database.pacer.hold("openphone", until=until)

    shop.hear(events.call_completed(missed()))

    assert shop.asked == []
    assert shop.application.database.follow_ups.due(datetime.now(UTC))


def test_a_refused_key_is_an_alert(shop: Shop) -> None:
    """Those who run this are told, and the call is shown as its webhook told it."""
    shop.fake.keep_failing(Fault.REFUSING_THE_KEY)

    shop.hear(events.call_completed(missed()))

    alert = shop.application.database.alert_book.open(Rule.API_KEY)
    assert alert is not None
    assert "OPENPHONE_API_KEY" in alert.message
    assert [item.kind for item in shop.items] == [ItemKind.CALL]


def test_without_a_key_nothing_is_asked_and_nobody_waits(database_url: str, mail: MailServer) -> None:
    """People are told of the missed call at once."""
    fake = FakeOpenPhoneApi(workspace=Workspace())
    with shop_with(fake, mail, {"CRM_DATABASE_URL": database_url}) as shop:
        shop.hear(events.call_completed(missed()), participants=[])

        assert shop.application.openphone is None
        assert len(mail.letters) == 1
        assert not shop.application.database.follow_ups.due(datetime.now(UTC) + LONG)
