"""Texts that are sent by the API, and what becomes of them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from openphone_crm.testing.happenings import SHOP_LINE
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault, Outgoing, Workspace
from openphone_crm.webhooks import SigningKeys, verify
from tests.unit.testing.openphone_api.asking import CUSTOMER, MONITOR_LINE, PARTNER, SECOND, Client

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
FIELDS = {"content": "Hi", "from": SHOP_LINE.number, "to": [CUSTOMER]}


@pytest.fixture
def client() -> Client:
    """Lend a client of a shop that somebody listens to by a key."""
    return Client(FakeOpenPhoneApi(workspace=Workspace(lines=(SHOP_LINE, MONITOR_LINE)), webhook_keys=KEY))


def told(outgoing: list[Outgoing]) -> list[tuple[str, str]]:
    """Say what each delivery tells, and of which resource."""
    payloads: list[dict[str, Any]] = [orjson.loads(each.delivery.body) for each in outgoing]
    return [(payload["type"], payload["data"]["resource"]["id"]) for payload in payloads]


def test_a_text_is_queued(client: Client) -> None:
    """What is accepted is answered 202, and can be asked for at once."""
    response = client.send("On our way")

    sent = response.document["data"]
    assert (response.status, sent["status"], sent["text"]) == (202, "queued", "On our way")
    assert (sent["from"], sent["to"], sent["direction"]) == (SHOP_LINE.number, [CUSTOMER], "outgoing")
    assert client.get(f"/messages/{sent['id']}")["data"]["id"] == sent["id"]


def test_it_is_delivered_a_second_later(client: Client) -> None:
    """The webhook of that very message comes when it has arrived, signed at that time, and once."""
    id_ = client.send().document["data"]["id"]
    later = client.now + SECOND

    early, due, again = (client.fake.deliveries(moment) for moment in (client.now, later, later))

    assert (early, told(due), again) == ([], [("message.delivered", id_)], [])
    [delivery] = [outgoing.delivery for outgoing in due]
    verified = verify(delivery.headers, delivery.body, keys=SigningKeys.parse(KEY), now=later)
    assert verified.delivery_key == delivery.delivery_id
    assert client.get(f"/messages/{id_}")["data"]["status"] == "delivered"


def test_it_may_be_on_its_way_for_longer(client: Client) -> None:
    """A test says how long a text takes."""
    client.fake.delivery_delay *= 60
    client.send()

    early, due = (client.fake.deliveries(client.now + seconds * SECOND) for seconds in (59, 60))

    assert (len(early), len(due)) == (0, 1)


def test_a_text_from_line_to_line(client: Client) -> None:
    """A text to another line of the workspace is received there too, as a message of its own."""
    id_ = client.send("nonce", to=(MONITOR_LINE.number,)).document["data"]["id"]

    delivered, received = told(client.fake.deliveries(client.now + SECOND))

    assert (delivered, received[0]) == (("message.delivered", id_), "message.received")
    assert client.get(f"/messages/{received[1]}")["data"]["phoneNumberId"] == MONITOR_LINE.id


def test_a_group_is_one_message(client: Client) -> None:
    """Several recipients get one message in one conversation."""
    client.send(to=(CUSTOMER, PARTNER))

    [message] = client.get("/messages")["data"]
    assert message["to"] == [CUSTOMER, PARTNER]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"content": ""}, 400),
        ({"content": " \n"}, 400),
        ({"content": "x" * 1601}, 400),
        ({"to": CUSTOMER}, 400),
        ({"to": []}, 400),
        ({"to": ["4255550123"]}, 400),
        ({"to": [CUSTOMER] * 11}, 400),
        ({"from": "the shop"}, 400),
        ({"from": "PNxUnknown"}, 404),
        ({"userId": "USxStranger"}, 403),
        ({"setInboxStatus": "open"}, 400),
        ({"media": []}, 400),
    ],
)
def test_what_is_not_sent(client: Client, change: dict[str, object], status: int) -> None:
    """A text of the wrong form, or from somebody else's number, is refused."""
    assert client.ask("POST", "/v1/messages", {**FIELDS, **change}).status == status
    assert client.workspace.messages == {}


def test_a_body_that_is_no_json(client: Client) -> None:
    """What cannot be read is refused."""
    bodies: list[object] = [[], "x", None]

    assert [client.ask("POST", "/v1/messages", body).status for body in bodies] == [400, 400, 400]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.A2P_NOT_APPROVED, 400, "0206400"),
        (Fault.NO_CREDITS, 402, "0200402"),
        (Fault.NOT_A_NUMBER_USER, 403, "0202403"),
        (Fault.DAILY_CAP, 403, "0204403"),
        (Fault.FAILING, 500, "0201500"),
    ],
)
def test_what_openphone_refuses(client: Client, fault: Fault, status: int, code: str) -> None:
    """Each refusal has its code, and nothing was sent."""
    client.fake.fail(fault)

    response = client.send()

    assert (response.status, response.document["code"], response.document["status"]) == (status, code, status)
    assert client.workspace.messages == {}


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.SENT_THEN_FAILING, 500), (Fault.SENT_THEN_SLOW, 202), (Fault.SENT_THEN_HANGING_UP, 0)],
)
def test_an_unknown_outcome(client: Client, fault: Fault, status: int) -> None:
    """The answer fails or comes late, and yet the text was sent."""
    client.fake.fail(fault)

    response = client.send("Did it go out?")

    assert response.status == status
    assert (response.hangs_up, response.delay_s > 0) == (status == 0, fault is Fault.SENT_THEN_SLOW)
    assert [each["text"] for each in client.get("/messages")["data"]] == ["Did it go out?"]
    assert [type_ for type_, _ in told(client.fake.deliveries(client.now + SECOND))] == ["message.delivered"]


def test_a_text_that_never_arrives(client: Client) -> None:
    """What the carrier does not deliver is told so; what is lost is never heard of again."""
    client.fake.fail(Fault.UNDELIVERED, Fault.LOST)

    ids = [client.send().document["data"]["id"] for _ in range(2)]

    assert told(client.fake.deliveries(client.now + 60 * SECOND)) == [("message.undelivered", ids[0])]
    statuses = [client.get(f"/messages/{id_}")["data"]["status"] for id_ in ids]
    assert statuses == ["undelivered", "queued"]


def test_a_fault_of_sending_waits_for_a_text(client: Client) -> None:
    """Another request does not meet a fault that only sending has."""
    client.fake.fail(Fault.NO_CREDITS)

    assert [client.status("/v1/phone-numbers"), client.send().status] == [200, 402]
