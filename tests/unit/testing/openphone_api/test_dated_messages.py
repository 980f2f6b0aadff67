"""Messages as the 2026-03-30 API tells of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Happening, Text
from tests.unit.testing.openphone_api.asking import CUSTOMER, PARTNER, Client, encoded

MINUTE = timedelta(minutes=1)


@pytest.fixture
def busy(client: Client) -> Client:
    """Lend a shop in which some texts were received and sent, a minute apart."""
    for happening in (
        events.message_received("0", created_at=NOON),
        events.message_delivered("1", created_at=NOON + MINUTE),
        events.message_failed("2", to=PARTNER, created_at=NOON + 2 * MINUTE),
        events.message_received("3", recipients=(SHOP_LINE.number, PARTNER), created_at=NOON + 3 * MINUTE),
        events.message_received("4", sender="72645", created_at=NOON + 4 * MINUTE),
    ):
        client.workspace.learn(happening)
    return client


def test_the_shape_of_a_message(client: Client) -> None:
    """A message has the documented fields; that of somebody outside belongs to no user."""
    text = Text(text="Is my order ready?")
    client.workspace.learn(Happening(type="message.received", subject=text, at=NOON))

    assert client.get("/messages") == {
        "data": [
            {
                "id": text.id,
                "to": [SHOP_LINE.number],
                "from": CUSTOMER,
                "text": "Is my order ready?",
                "phoneNumberId": SHOP_LINE.id,
                "conversationId": text.conversation_id,
                "direction": "incoming",
                "userId": None,
                "status": "received",
                "createdAt": "2026-04-13T19:00:00.420Z",
                "updatedAt": "2026-04-13T19:00:00.420Z",
                "media": [],
            }
        ],
        "nextCursor": None,
    }


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ("", "43210"),
        (f"from={CUSTOMER}", "30"),
        ("from=72645", "4"),
        (f"to={PARTNER}", "32"),
        (f"to[all]={PARTNER},{SHOP_LINE.number}", "3"),
        (f"to[all]={PARTNER}", "2"),
        ("status=failed", "2"),
        ("direction=outgoing", "21"),
        ("direction=outgoing&status=delivered", "1"),
        (f"userId={SHOP_LINE.user_id}", "21"),
        ("phoneNumberId=PNxMonitor", ""),
        ("createdAt[gt]=2026-04-13T19:03:00.420Z", "4"),
        ("createdAt[lt]=2026-04-13T19:01:00.420Z", "0"),
        ("createdAt[gt]=2026-04-13T19:00:00.420Z&createdAt[lt]=2026-04-13T19:02:00.420Z", "1"),
    ],
)
def test_filters(busy: Client, filters: str, texts: str) -> None:
    """All filters must hold; the bounds leave out their own moment."""
    found = busy.get(f"/messages?{encoded(filters)}")["data"]

    assert "".join(each["text"] for each in found) == texts


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("createdAt[gte]=2026-04-13T19:00:00Z", "/query/createdAt[gte]"),
        ("limit=51", "/query/limit"),
        ("limit=0", "/query/limit"),
        ("status=read", "/query/status"),
        ("to=the+shop", "/query/to"),
        ("after=x", "/query"),
    ],
)
def test_what_is_asked_wrongly(busy: Client, query: str, path: str) -> None:
    """An operator that there is not, and a value that cannot be, is told."""
    response = busy.ask("GET", f"/messages?{encoded(query)}")

    assert response.status == 400
    assert response.document.keys() == {"title", "message", "docs", "trace", "errors"}
    assert response.document["errors"][0]["path"] == path


def test_pages(client: Client) -> None:
    """Ten come at once unless more are asked for; the cursor leads through all, each once."""
    for number in range(120):
        client.workspace.learn(events.message_received(f"{number}", created_at=NOON + number * MINUTE))

    sizes: list[int] = []
    texts: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"/messages?limit=50{cursor and f'&after={cursor}'}")
        sizes.append(len(page["data"]))
        texts += [each["text"] for each in page["data"]]
        cursor = page["nextCursor"]

    assert (sizes, texts) == ([50, 50, 20], [f"{number}" for number in reversed(range(120))])
    assert len(client.get("/messages")["data"]) == 10


def test_a_text_goes_its_way(client: Client) -> None:
    """What failed may still be undelivered for good; what has arrived does not go back."""
    client.workspace.learn(events.message_failed("a"))
    client.workspace.learn(events.message_undelivered("a"))
    client.workspace.learn(events.message_delivered("b"))
    client.workspace.learn(events.message_failed("b"))

    assert {each["text"]: each["status"] for each in client.get("/messages")["data"]} == {
        "a": "undelivered",
        "b": "delivered",
    }


def test_one_message(busy: Client) -> None:
    """A message is found by its id."""
    message = busy.get("/messages?limit=1")["data"][0]

    assert busy.get(f"/messages/{message['id']}") == {"data": message}
    assert [busy.status(f"/messages/{id_}") for id_ in ("ACx1", "x")] == [404, 400]


def test_nothing_is_sent_here(client: Client) -> None:
    """This surface has no way to send."""
    assert client.ask("POST", "/messages", {"content": "Hi"}).status == 404
