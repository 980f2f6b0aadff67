"""Messages as the v1 API tells of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Happening, Media, Text
from tests.unit.testing.openphone_api.asking import CUSTOMER, PARTNER, Client, encoded

TWO_PARTY = encoded(f"/v1/messages?phoneNumberId={SHOP_LINE.id}&participants={CUSTOMER}&maxResults=")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def busy(client: Client) -> Client:
    """Lend a shop in which five texts came from one customer, a minute apart, and one from a group."""
    for number in range(5):
        client.workspace.learn(events.message_received(str(number), created_at=NOON + number * MINUTE))
    client.workspace.learn(events.message_received("all", recipients=(SHOP_LINE.number, PARTNER)))
    return client


def test_the_shape_of_a_message(client: Client) -> None:
    """A message has the fields of the specification, and those that came later."""
    text = Text(text="Hi", media=(Media(),))
    client.workspace.learn(Happening(type="message.received", subject=text, at=NOON + MINUTE))

    [message] = client.get(TWO_PARTY + "10")["data"]

    url = message.pop("media")[0]["url"]
    assert url.startswith(f"{Media().url}?sig=")
    assert message == {
        "id": text.id,
        "to": [SHOP_LINE.number],
        "from": CUSTOMER,
        "text": "Hi",
        "phoneNumberId": SHOP_LINE.id,
        "conversationId": text.conversation_id,
        "direction": "incoming",
        "userId": SHOP_LINE.user_id,
        "status": "received",
        "createdAt": "2026-04-13T19:00:00.420Z",
        "updatedAt": "2026-04-13T19:01:00.420Z",
    }


def test_one_message_by_its_id(busy: Client) -> None:
    """A message is found by its id, and what is none is refused."""
    id_ = busy.get(TWO_PARTY + "1")["data"][0]["id"]

    assert busy.get(f"/v1/messages/{id_}")["data"]["text"] == "4"
    assert [busy.status(f"/v1/messages/{id_}") for id_ in ("ACxunknown", "CNx1")] == [404, 400]


def test_pages(busy: Client) -> None:
    """The pages hold every message once, the newest first, also when one comes in between."""
    first = busy.get(TWO_PARTY + "2")
    busy.workspace.learn(events.message_received("new", created_at=NOON + 9 * MINUTE))
    second = busy.get(f"{TWO_PARTY}2&pageToken={first['nextPageToken']}")
    third = busy.get(f"{TWO_PARTY}2&pageToken={second['nextPageToken']}")

    assert [each["text"] for page in (first, second, third) for each in page["data"]] == list("43210")
    assert third["nextPageToken"] is None


def test_several_participants_are_a_group(busy: Client) -> None:
    """With two participants the conversation of the three is asked for, and no other."""
    found = busy.get(TWO_PARTY + encoded(f"9&participants={PARTNER}"))["data"]

    assert [each["text"] for each in found] == ["all"]


@pytest.mark.parametrize(
    ("bounds", "texts"),
    [
        ("createdAfter=2026-04-13T19:02:00.420Z", "43"),
        ("createdBefore=2026-04-13T19:02:00.420Z", "10"),
        ("since=2026-04-13T19:02:00.420Z", "10"),
        ("createdAfter=2026-04-13T19:00:30Z&createdBefore=2026-04-13T19:01:30%2B00:00", "1"),
    ],
)
def test_messages_of_a_time(busy: Client, bounds: str, texts: str) -> None:
    """Both bounds leave out their own moment; `since` is in truth an upper one."""
    found = busy.get(f"{TWO_PARTY}9&{bounds}")["data"]

    assert "".join(each["text"] for each in found) == texts


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("participants=+14255550123&maxResults=1", "/query/phoneNumberId"),
        ("phoneNumberId=PNx4Hk2Wq9&maxResults=1", "/query/participants"),
        ("phoneNumberId=PNx4Hk2Wq9&participants[]=+14255550123&maxResults=1", "/query/participants[]"),
        ("phoneNumberId=PNx4Hk2Wq9&participants=14255550123&maxResults=1", "/query/participants"),
        ("phoneNumberId=PNx4Hk2Wq9&participants=+14255550123", "/query/maxResults"),
        ("phoneNumberId=PNx4Hk2Wq9&participants=+14255550123&maxResults=101", "/query/maxResults"),
        ("phoneNumberId=PNx4Hk2Wq9&participants=+14255550123&maxResults=1&since=x", "/query/since"),
        ("phoneNumberId=PNx4Hk2Wq9&participants=+14255550123&maxResults=1&pageToken=x", "/query"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly(busy: Client, query: str, path: str) -> None:
    """A request without what is needed, or with something else, is told what is wrong with it."""
    response = busy.ask("GET", f"/v1/messages?{encoded(query)}")

    assert (response.status, response.document["code"]) == (400, "0200400")
    assert response.document["errors"][0]["path"] == path


def test_a_plus_that_is_not_encoded(busy: Client) -> None:
    """A bare plus is a space, and no number."""
    assert busy.status(f"/v1/messages?phoneNumberId=PNx4Hk2Wq9&participants={CUSTOMER}&maxResults=1") == 400


def test_a_line_that_there_is_not(busy: Client) -> None:
    """Nobody else's line can be asked about."""
    response = busy.ask(
        "GET", encoded(f"/v1/messages?phoneNumberId=PNx1&participants={CUSTOMER}&maxResults=1")
    )

    assert (response.status, response.document["code"]) == (404, "0200404")
