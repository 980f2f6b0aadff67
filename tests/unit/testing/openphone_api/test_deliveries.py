"""The log of deliveries, tests, retries and losses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest

from openphone_crm.testing import FakeOpenPhone, events
from openphone_crm.testing.openphone_api import Losses, Outgoing
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS
from openphone_crm.webhooks import SigningKeys, verify
from tests.unit.testing.openphone_api.asking import NOW, SECOND, Client

EVENTS = ["message.received", "call.summary.completed"]
LATE = NOW + timedelta(hours=1)


@pytest.fixture
def webhook(client: Client) -> dict[str, Any]:
    """Make a webhook."""
    made = client.ask("POST", "/webhooks", {"url": "https://crm.example", "events": EVENTS})
    webhook: dict[str, Any] = made.document["data"]
    return webhook


def one(client: Client) -> Outgoing:
    """Let a text come, and take the delivery of it."""
    client.fake.tell(events.message_received(), NOW)
    [outgoing] = client.fake.deliveries(NOW)
    return outgoing


def test_a_delivery_is_logged(client: Client, webhook: dict[str, Any]) -> None:
    """The log knows the delivery by its `webhook-id`, its event and its resource."""
    outgoing = one(client)
    payload = orjson.loads(outgoing.delivery.body)

    [entry] = client.get(f"/webhooks/{webhook['id']}/events")["data"]

    assert entry == {
        "id": outgoing.delivery.headers["webhook-id"],
        "eventId": payload["id"],
        "resourceId": payload["data"]["resource"]["id"],
        "eventType": "message.received",
        "status": "pending",
        "nextAttemptAt": None,
        "createdAt": "2026-04-14T12:00:00.000Z",
    }


@pytest.mark.parametrize(
    ("answers", "status"),
    [([200], "success"), ([503], "sending"), ([503, 204], "success"), ([0] * 8, "failed")],
)
def test_how_a_delivery_stands(
    client: Client, webhook: dict[str, Any], answers: list[int], status: str
) -> None:
    """One success is enough, eight failures are the end; the newest attempt comes first."""
    outgoing = one(client)

    for answer in answers:
        client.fake.answered(outgoing, answer, NOW)

    path = f"/webhooks/{webhook['id']}/events"
    detail = client.get(f"{path}/{outgoing.delivery.delivery_id}")["data"]
    assert client.get(path)["data"][0]["status"] == status
    assert [attempt["responseStatusCode"] for attempt in detail["attempts"]] == answers[::-1]
    assert detail["requestBody"] == orjson.loads(outgoing.delivery.body)


def test_the_log_is_narrowed_down(client: Client, webhook: dict[str, Any]) -> None:
    """It can be asked by status, type, resource and time."""
    client.fake.answered(one(client), 200, NOW)
    call = events.answered()
    client.fake.tell(events.call_summary_completed(call), LATE)
    queries = {
        "status=success": 1,
        "status=pending": 1,
        "eventType=message.received": 1,
        f"eventType%5Bin%5D={','.join(EVENTS)}": 2,
        f"resourceId={call.id}": 1,
        "createdAt%5Bgt%5D=2026-04-14T12:00:00.000Z": 1,
        "createdAt%5Blt%5D=2026-04-14T12:00:00.000Z": 0,
    }

    found = {query: len(client.get(f"/webhooks/{webhook['id']}/events?{query}")["data"]) for query in queries}

    assert found == queries


@pytest.mark.parametrize("type_", sorted(DATED_EVENTS))
def test_a_test_event(client: Client, webhook: dict[str, Any], type_: str) -> None:
    """The sample is answered as it is, with an id that is always the same, whatever the type."""
    asked = {"eventType": type_}

    one, other = (client.ask("POST", f"/webhooks/{webhook['id']}/events/test", asked) for _ in range(2))

    assert (one.status, one.document) == (200, other.document)
    assert one.document.keys() == {"id", "apiVersion", "createdAt", "type", "data"}
    assert (one.document["type"], one.document["apiVersion"]) == (type_, "2026-03-30")


def test_a_test_is_really_delivered(client: Client, webhook: dict[str, Any]) -> None:
    """Each test is a signed delivery with an id of its own, of which the log knows no event."""
    path = f"/webhooks/{webhook['id']}/events"
    asked = {"eventType": "message.received"}
    sample, _ = (client.ask("POST", f"{path}/test", asked).document for _ in range(2))

    outgoing = client.fake.deliveries(client.now)

    assert [orjson.loads(each.delivery.body) for each in outgoing] == [sample, sample]
    assert len({each.delivery.headers["webhook-id"] for each in outgoing}) == 2
    assert {(each["eventId"], each["resourceId"]) for each in client.get(path)["data"]} == {(None, None)}
    assert client.ask("POST", f"{path}/test", {"eventType": "message.read"}).status == 400


def test_retrying(client: Client, webhook: dict[str, Any]) -> None:
    """A retry has the old id and body, and a signature of its own time."""
    first = one(client)
    id_ = first.delivery.delivery_id
    client.now = LATE

    answer = client.ask("POST", f"/webhooks/{webhook['id']}/events/{id_}/retry")
    [again] = client.fake.deliveries(client.now)
    client.fake.answered(again, 200, client.now)

    assert (answer.status, answer.document) == (202, {})
    assert (again.delivery.delivery_id, again.delivery.body) == (id_, first.delivery.body)
    keys = SigningKeys.parse(webhook["key"])
    verified = verify(again.delivery.headers, again.delivery.body, keys=keys, now=client.now)
    assert verified.delivery_key == id_
    detail = client.get(f"/webhooks/{webhook['id']}/events/{id_}")["data"]
    assert [attempt["triggerType"] for attempt in detail["attempts"]] == ["manual"]
    assert client.ask("POST", f"/webhooks/{webhook['id']}/events/msg_1/retry").status == 404


def test_dropping(client: Client, webhook: dict[str, Any]) -> None:
    """What is dropped does not come out, stands in the log as failed, and can be delivered late."""
    client.fake.drop(1.0)

    client.fake.tell(events.message_received(), NOW)

    assert client.fake.deliveries(NOW) == []
    [entry] = client.get(f"/webhooks/{webhook['id']}/events?status=failed")["data"]
    [dropped] = client.fake.dropped
    assert dropped.delivery.delivery_id == entry["id"]
    late = dropped.again(LATE).delivery
    verified = verify(late.headers, late.body, keys=SigningKeys.parse(webhook["key"]), now=LATE)
    assert verified.delivery_key == entry["id"]


def test_dropping_ends(client: Client, webhook: dict[str, Any]) -> None:
    """What comes after is delivered again."""
    client.fake.drop(1.0)
    client.fake.tell(events.message_received("lost"), NOW)
    client.fake.drop(0.0)

    arrived = one(client)

    [log, lost] = client.get(f"/webhooks/{webhook['id']}/events")["data"]
    assert {log["id"], lost["id"]} == {
        arrived.delivery.delivery_id,
        client.fake.dropped[0].delivery.delivery_id,
    }


def test_a_share_is_lost() -> None:
    """About so many are lost, always the same for the same seed."""
    told = list(FakeOpenPhone("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", start=NOW).story(200))

    (kept, lost), again, other = (Losses(0.2, seed).split(told) for seed in ("a", "a", "b"))

    assert (len(kept) + len(lost), again) == (200, (kept, lost))
    assert 20 < len(lost) < 60
    assert other != again


def test_what_is_told_twice_is_known_once(client: Client, webhook: dict[str, Any]) -> None:
    """A second webhook gets a delivery of its own of the same event."""
    client.ask("POST", "/webhooks", {"url": "https://other.example", "events": EVENTS})

    client.fake.tell(events.message_received(), NOW)

    outgoing = client.fake.deliveries(NOW)
    bodies = [orjson.loads(each.delivery.body) for each in outgoing]
    assert {each.url for each in outgoing} == {webhook["url"], "https://other.example"}
    assert bodies[0]["id"] == bodies[1]["id"]
    assert outgoing[0].delivery.delivery_id != outgoing[1].delivery.delivery_id
    assert len(client.workspace.messages) == 1


def test_somebody_who_made_a_webhook_in_the_app(client: Client) -> None:
    """A key of the app is told in the generations that it can sign, and the API shows no such webhook."""
    fake = type(client.fake)(webhook_keys="R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg=")

    fake.tell(events.message_received(), NOW)

    versions = [orjson.loads(each.delivery.body)["apiVersion"] for each in fake.deliveries(NOW + SECOND)]
    assert versions == ["v3", "v4"]
