"""Webhooks that the v1 API makes."""

from __future__ import annotations

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import SHOP_LINE
from openphone_crm.webhooks import Scheme, SigningKeys, verify
from tests.unit.testing.openphone_api.asking import MONITOR_LINE, Client

URL = "https://crm.example/webhooks/openphone"
FAMILIES = {
    "messages": ["message.received", "message.delivered"],
    "calls": ["call.completed", "call.ringing", "call.recording.completed"],
    "call-summaries": ["call.summary.completed"],
    "call-transcripts": ["call.transcript.completed"],
}


@pytest.mark.parametrize(("family", "types"), FAMILIES.items())
def test_four_ways_to_make_one(client: Client, family: str, types: list[str]) -> None:
    """Each family of events has its own path, and takes no other's events."""
    made = client.ask("POST", f"/v1/webhooks/{family}", {"url": URL, "events": types})

    webhook = made.document["data"]
    assert (made.status, webhook["events"], webhook["resourceIds"]) == (201, types, ["*"])
    assert webhook.keys() == {
        "id", "userId", "orgId", "label", "status", "url", "key", "createdAt", "updatedAt", "deletedAt",
        "events", "resourceIds",
    }  # fmt: skip
    other = client.ask("POST", f"/v1/webhooks/{family}", {"url": URL, "events": ["contact.updated"]})
    assert (other.status, other.document["code"]) == (400, "0300400")


def test_the_key_can_be_read_again(client: Client) -> None:
    """The list shows the key, of 32 bytes in base64."""
    made = client.ask("POST", "/v1/webhooks/calls", {"url": URL, "events": ["call.completed"]}).document[
        "data"
    ]

    assert client.get("/v1/webhooks")["data"] == [made]
    assert client.get(f"/v1/webhooks/{made['id']}")["data"] == made
    assert len(made["key"]) == 44


def test_the_list_is_that_of_one_user(client: Client) -> None:
    """Without a user the owner's webhooks are listed."""
    fields = {"url": URL, "events": ["call.completed"], "userId": "USxOther"}
    made = client.ask("POST", "/v1/webhooks/calls", fields).document["data"]

    assert client.get("/v1/webhooks")["data"] == []
    assert client.get("/v1/webhooks?userId=USxOther")["data"] == [made]


def test_deleting(client: Client) -> None:
    """A deleted webhook is gone, and the answer has no body."""
    made = client.ask("POST", "/v1/webhooks/calls", {"url": URL, "events": ["call.completed"]}).document[
        "data"
    ]

    answers = [client.ask("DELETE", f"/v1/webhooks/{made['id']}") for _ in range(2)]

    assert [(each.status, each.body == b"") for each in answers] == [(204, True), (404, False)]


def test_what_it_sends(client: Client) -> None:
    """It sends v4, signed by its own key, about its lines and its events only."""
    fields = {"url": URL, "events": ["message.received"], "resourceIds": [SHOP_LINE.id]}
    made = client.ask("POST", "/v1/webhooks/messages", fields).document["data"]
    for happening in (
        events.message_received("ours"),
        events.message_received("theirs", line=MONITOR_LINE, recipients=(MONITOR_LINE.number,)),
        events.message_delivered("another event"),
        events.message_failed("never told by v4"),
    ):
        client.fake.tell(happening, client.now)

    [outgoing] = client.fake.deliveries(client.now)

    delivery = outgoing.delivery
    assert (outgoing.url, b'"text":"ours"' in delivery.body, b'"v4"' in delivery.body) == (URL, True, True)
    verified = verify(delivery.headers, delivery.body, keys=SigningKeys.parse(made["key"]), now=client.now)
    assert verified.scheme is Scheme.LEGACY
