"""OpenPhone's API in memory does what a test wants to see happen."""

from __future__ import annotations

import pytest

from openphone_crm.errors import NotFoundError, UnavailableError, UncertainError
from openphone_crm.memory import MemoryOpenPhone
from openphone_crm.remote import Fetched, FetchedKind, LoggedDelivery, Surface, TextToSend

TEXT = TextToSend(from_number="+12065550100", to_numbers=("+12065550123",), text="On our way.")
CALL = Fetched(kind=FetchedKind.CALL, surface=Surface.V1, openphone_id="ACx1", resource={"id": "ACx1"})
AWAY = UnavailableError("OpenPhone", "it was told to fail")
UNKNOWN = UncertainError("OpenPhone", "its answer was lost")


def test_each_error_passes_once() -> None:
    """What comes after those that were told to fail is answered."""
    openphone = MemoryOpenPhone()
    openphone.put(CALL)
    openphone.fail(AWAY)
    with pytest.raises(UnavailableError):
        openphone.fetch(FetchedKind.CALL, "ACx1")

    shown = openphone.fetch(FetchedKind.CALL, "ACx1")

    assert shown == CALL
    assert openphone.requests == ["fetch call ACx1"] * 2


def test_a_text_that_fails_is_not_sent() -> None:
    """Nothing of it is there."""
    openphone = MemoryOpenPhone()
    openphone.fail(AWAY)

    with pytest.raises(UnavailableError):
        openphone.send(TEXT)

    assert (openphone.outbox, openphone.messages) == ([], {})


def test_an_answer_can_be_lost() -> None:
    """The text was sent all the same, and is found."""
    openphone = MemoryOpenPhone()
    openphone.lose_answer(UNKNOWN)

    with pytest.raises(UncertainError):
        openphone.send(TEXT)

    assert openphone.outbox == [TEXT]
    [sent] = openphone.messages.values()
    assert list(openphone.sent(TEXT, since=openphone.clock.now())) == [sent]


def test_a_workspace_may_have_the_older_api_alone() -> None:
    """The newer one has no webhooks then."""
    openphone = MemoryOpenPhone(surface=Surface.V1)

    with pytest.raises(NotFoundError):
        openphone.registrations(Surface.DATED)

    assert openphone.surface() is Surface.V1


def test_a_log_shows_what_was_put_into_it() -> None:
    """A test writes what OpenPhone is to have tried."""
    openphone = MemoryOpenPhone()
    webhook = openphone.create(
        Surface.DATED, url="https://crm.example/", events=["message.received"], label="crm"
    )
    lost = LoggedDelivery(
        id="msg_1", event_type="message.received", created_at=openphone.clock.now(), is_delivered=False
    )
    openphone.log[webhook.id] = [lost]
    openphone.payloads["msg_1"] = {"id": "EVx1"}

    [logged] = openphone.deliveries(webhook, since=openphone.clock.now()).items

    assert logged == lost
    assert openphone.payload(webhook, "msg_1") == {"id": "EVx1"}
