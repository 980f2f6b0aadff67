"""Messages: what all generations call the text, and which copy of a message counts."""

from __future__ import annotations

from hashlib import sha256
from itertools import permutations

from openphone_crm.testing.deliveries import compact
from tests.integration.contract.dated import dated_text
from tests.integration.contract.legacy import api_text, app_reply, app_text
from tests.integration.contract.numbers import Numbers, instant, moment, unused_activity
from tests.integration.contract.shop import Shop

PICTURE = {"url": "https://storage.googleapis.com/opstatics/0123456789abcdef", "type": "image/jpeg"}


def test_a_message_has_the_fields_of_the_contract(shop: Shop, numbers: Numbers) -> None:
    """A message of the app's webhooks: `body` is its text, media are no addresses of OpenPhone's."""
    id_ = unused_activity()

    shop.receive(app_text(numbers, "See picture", at=5, id=id_, media=[PICTURE]))

    item = shop.item(numbers, "message")
    assert item == {
        "id": item["id"],
        "kind": "message",
        "occurred_at": item["occurred_at"],
        "openphone_id": id_,
        "direction": "incoming",
        "text": "See picture",
        "media": [{"url": None, "content_type": "image/jpeg"}],
        "status": "received",
        "from_number": numbers.customer,
        "to_numbers": [numbers.ours],
    }
    assert isinstance(item["id"], str)
    assert instant(item["occurred_at"]) == instant(moment(5))


def test_all_generations_have_a_text(shop: Shop, numbers: Numbers) -> None:
    """`body` or `text`, in an object or a resource, it is the text."""
    shop.receive(
        app_text(numbers, "app", at=0), api_text(numbers, "api", at=1), dated_text(numbers, "dated", at=2)
    )

    assert [item["text"] for item in shop.timeline(numbers)] == ["app", "api", "dated"]


def test_a_sent_message_has_its_status(shop: Shop, numbers: Numbers) -> None:
    """Delivered, failed and undelivered messages say so."""
    shop.receive(
        app_reply(numbers, at=0),
        dated_text(numbers, at=1, type_="message.delivered"),
        dated_text(numbers, at=2, type_="message.failed", errorCode=None),
        dated_text(numbers, at=3, type_="message.undelivered", errorCode="30006"),
    )

    items = shop.timeline(numbers)
    assert [item["status"] for item in items] == ["delivered", "delivered", "failed", "undelivered"]
    assert {item["direction"] for item in items} == {"outgoing"}
    assert {item["from_number"] for item in items} == {numbers.ours}


def test_media_may_be_thin(shop: Shop, numbers: Numbers) -> None:
    """Media without a type, without anything else, or none at all are read."""
    url = PICTURE["url"]

    shop.receive(
        dated_text(numbers, at=0, media=[{"url": url}]),
        app_text(numbers, at=1, media=[{"url": url, "type": None}]),
        app_text(numbers, at=2, media=None),
    )

    typeless = [{"url": None, "content_type": None}]
    assert [item["media"] for item in shop.timeline(numbers)] == [typeless, typeless, []]


def test_a_picture_without_words_is_a_message(shop: Shop, numbers: Numbers) -> None:
    """A message may have no text."""
    shop.receive(app_text(numbers, body="", media=[PICTURE]))

    assert len(shop.item(numbers, "message")["media"]) == 1


def test_a_newer_copy_replaces_and_an_older_one_fills(shop: Shop, numbers: Numbers) -> None:
    """In every order of arrival the newest copy counts, and what only an older one knows stays."""
    orders = list(permutations(range(3)))
    ids = [unused_activity() for _ in orders]

    def copies(id_: str) -> list[dict[str, object]]:
        return [
            dated_text(numbers, "old", sent=1, id=id_, media=[PICTURE]),
            dated_text(numbers, "new", sent=3, id=id_, media=None, status="received"),
            dated_text(numbers, "older", sent=2, id=id_, media=None, status=None),
        ]

    for step in range(3):
        shop.receive(*[copies(id_)[order[step]] for id_, order in zip(ids, orders, strict=True)])

    shown = {item["openphone_id"]: (item["text"], len(item["media"])) for item in shop.timeline(numbers)}
    assert shown == dict.fromkeys(ids, ("new", 1))


def test_null_and_missing_never_erase(shop: Shop, numbers: Numbers) -> None:
    """A newer copy that says nothing about a field leaves it as it is."""
    id_ = unused_activity()
    thin = dated_text(numbers, None, sent=9, id=id_)
    del thin["data"]["resource"]["media"]
    thinner = dated_text(numbers, sent=10, id=id_)
    thinner["data"]["resource"] = {"id": id_}

    shop.receive(dated_text(numbers, "kept", sent=1, id=id_, media=[PICTURE]), thin)
    shop.receive(thinner)

    item = shop.item(numbers, "message")
    assert (item["text"], item["status"], len(item["media"])) == ("kept", "received", 1)


def test_updated_at_outranks_the_envelope(shop: Shop, numbers: Numbers) -> None:
    """The version of a copy is the resource's `updatedAt` where it has one."""
    id_ = unused_activity()

    shop.receive(dated_text(numbers, "new", sent=1, id=id_, updatedAt=moment(50)))
    shop.receive(dated_text(numbers, "old", sent=90, id=id_, updatedAt=moment(40)))

    assert shop.item(numbers, "message")["text"] == "new"


def test_of_copies_of_one_version_the_larger_digest_counts(shop: Shop, numbers: Numbers) -> None:
    """Of two different copies of the same moment, the one with the larger SHA-256 counts in any order."""
    copies = {
        id_: [dated_text(numbers, text, id=id_, sent=5) for text in ("one", "two")]
        for id_ in (unused_activity() for _ in range(4))
    }

    for step in (0, 1):
        shop.receive(*[pair[(step + n) % 2] for n, pair in enumerate(copies.values())])

    shown = {item["openphone_id"]: item["text"] for item in shop.timeline(numbers)}
    winners = {
        id_: max(pair, key=lambda copy: sha256(compact(copy)).digest()) for id_, pair in copies.items()
    }
    assert shown == {id_: winner["data"]["resource"]["text"] for id_, winner in winners.items()}
