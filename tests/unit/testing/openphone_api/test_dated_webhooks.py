"""Webhooks that the 2026-03-30 API makes."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import SHOP_LINE
from openphone_crm.webhooks import SigningKeys, verify
from tests.unit.testing.openphone_api.asking import NOW, Client

URL = "https://crm.example/webhooks/openphone"
FIELDS = {"url": URL, "events": ["message.received", "call.completed", "contact.updated"]}


def make(client: Client, **fields: object) -> dict[str, Any]:
    """Make a webhook."""
    made = client.ask("POST", "/webhooks", {**FIELDS, **fields})
    assert made.status == 201
    webhook: dict[str, Any] = made.document["data"]
    return webhook


def test_one_is_made_for_any_mix_of_events(client: Client) -> None:
    """A webhook has a numeric id and the documented fields; its key is shown this once."""
    made = make(client, label="CRM")

    key = made.pop("key")
    assert made == {
        "id": made["id"],
        "orgId": SHOP_LINE.org_id,
        "label": "CRM",
        "status": "enabled",
        "url": URL,
        "createdAt": "2026-04-14T12:00:01.000Z",
        "updatedAt": "2026-04-14T12:00:01.000Z",
        "events": FIELDS["events"],
        "resourceIds": ["*"],
        "apiVersion": "2026-03-30",
    }
    assert made["id"].isdigit()
    assert SigningKeys.parse(key) != SigningKeys()
    assert client.get("/webhooks") == {"data": [made]}
    assert client.get(f"/webhooks/{made['id']}") == {"data": made}


@pytest.mark.parametrize(
    "change",
    [
        {"url": "crm.example"},
        {"url": None},
        {"events": []},
        {"events": ["message.read"]},
        {"events": "message.received"},
        {"events": [7]},
        {"resourceIds": ["US1"]},
        {"status": "on"},
        {"key": "whsec_mine"},
    ],
)
def test_what_is_no_webhook(client: Client, change: dict[str, object]) -> None:
    """A webhook without a web address, or for events that there are not, is not made."""
    refused = client.ask("POST", "/webhooks", {**FIELDS, **change})

    assert (refused.status, refused.document["code"]) == (400, "0300400")
    assert client.get("/webhooks") == {"data": []}


def test_there_are_fifty_at_most(client: Client) -> None:
    """The next is refused."""
    for _ in range(50):
        make(client)

    assert client.ask("POST", "/webhooks", FIELDS).status == 400


def test_changing(client: Client) -> None:
    """What is named changes, all else stays, and the key goes on to sign."""
    made = make(client, resourceIds=[SHOP_LINE.id])
    path = f"/webhooks/{made['id']}"

    changed = client.ask("PATCH", path, {"status": "disabled", "events": ["call.missed"]}).document["data"]
    named = client.ask("PATCH", path, {"label": "Shop"}).document["data"]
    freed = client.ask("PATCH", path, {"resourceIds": None, "label": None}).document["data"]

    assert (changed["status"], changed["events"]) == ("disabled", ["call.missed"])
    assert (changed["url"], changed["resourceIds"]) == (URL, [SHOP_LINE.id])
    assert (named["label"], freed["label"], "key" in freed) == ("Shop", None, False)
    assert (freed["resourceIds"], freed["status"]) == (["*"], "disabled")
    assert client.ask("PATCH", path, {}).status == 400


def test_a_disabled_one_is_told_nothing(client: Client) -> None:
    """It keeps its key, and nothing is sent to it."""
    make(client, status="disabled")

    client.fake.tell(events.message_received(), NOW)

    assert client.fake.deliveries(NOW) == []


def test_rotating(client: Client) -> None:
    """A rotated webhook has another key, shown once, and signs with it from then on."""
    made = make(client)

    rotated = client.ask("POST", f"/webhooks/{made['id']}/rotate").document["data"]
    client.fake.tell(events.message_received(), client.now)

    [outgoing] = client.fake.deliveries(client.now)
    assert rotated.keys() == {"key"}
    assert rotated["key"] != made["key"]
    keys = SigningKeys.parse(rotated["key"])
    verified = verify(outgoing.delivery.headers, outgoing.delivery.body, keys=keys, now=client.now)
    assert verified.delivery_key == outgoing.delivery.delivery_id


def test_deleting(client: Client) -> None:
    """A deleted webhook is gone; one of v1 cannot be reached from here."""
    made = make(client)

    answers = [client.ask("DELETE", f"/webhooks/{id_}").status for id_ in (made["id"], made["id"], "WHx1")]

    assert answers == [204, 404, 400]


def test_contacts_are_told_of_whatever_the_line(client: Client) -> None:
    """Only messages and calls belong to a line."""
    make(client, resourceIds=["PNxOther"])

    for happening in (events.message_received(), events.contact_updated()):
        client.fake.tell(happening, NOW)

    assert [each.delivery.type for each in client.fake.deliveries(NOW)] == ["contact.updated"]
