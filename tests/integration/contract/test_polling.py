"""Polling is cheap and correct: what has not changed is not sent again, what has is not missed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from tests.integration.contract.legacy import api_call, api_event, api_summary, app_contact, app_text
from tests.integration.contract.numbers import Numbers, unused_word
from tests.integration.contract.shop import Shop

LISTS = ("conversations", "contacts", "calls", "webhook-events")
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
POLL_LIMIT_S = 5.0


def members(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Walk through all members of a document, however deep."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from members(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from members(each, name)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_how_to_poll_it(shop: Shop, path: str) -> None:
    """A list is a JSON array with a weak ETag, private, to be asked for every 5 seconds."""
    response = shop.get(path)

    assert isinstance(response.json(), list)
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["etag"].startswith('W/"')
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["x-poll-interval"] == "5"


@pytest.mark.parametrize("path", LISTS)
def test_what_has_not_changed_is_not_sent_again(shop: Shop, path: str) -> None:
    """A poll with the ETag of the last answer is 304 with nothing in it."""
    shop.settled()
    etag = settled_etag(shop, path)

    response = shop.get(path, headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["etag"] == etag
    assert shop.get(path, headers={"If-None-Match": f'"x", {etag}'}).status_code == 304
    assert shop.get(path, headers={"If-None-Match": 'W/"x"'}).status_code == 200


def settled_etag(shop: Shop, path: str) -> str:
    """Poll until the ETag stays: an answer may be some time late."""
    etag, steady = "", 0
    deadline = time.monotonic() + POLL_LIMIT_S
    while steady < 10:
        assert time.monotonic() < deadline, "the ETag never came to rest"
        newest = shop.get(path).headers["etag"]
        steady = steady + 1 if newest == etag else 0
        etag = newest
        time.sleep(0.04)
    return etag


def test_a_poll_finds_what_is_new(shop: Shop, numbers: Numbers) -> None:
    """A poller that only ever sends the ETag of its last answer sees the next message."""
    shop.receive(app_text(numbers, "one"))
    path = f"conversations/{shop.conversation(numbers)['id']}/timeline"
    etag = settled_etag(shop, path)

    shop.receive(app_text(numbers, "two", at=1))

    deadline = time.monotonic() + POLL_LIMIT_S
    while (response := shop.get(path, headers={"If-None-Match": etag})).status_code == 304:
        assert time.monotonic() < deadline, "the poller was never told"
        time.sleep(0.02)
    assert [item["text"] for item in response.json()] == ["one", "two"]


def test_an_etag_is_of_one_path_query_and_role(shop: Shop) -> None:
    """Nobody is told `not changed` about another list, another search or another role's view."""
    shop.settled()
    etag = settled_etag(shop, "webhook-events")
    known = {"If-None-Match": etag}

    others = [
        shop.get("webhook-events", role="viewer", headers=known),
        shop.get("webhook-events", headers=known, limit=1),
        shop.get("webhook-events", headers=known, type=unused_word()),
        shop.get("conversations", headers=known),
    ]

    assert [response.status_code for response in others] == [200] * len(others)


def test_a_writing_request_shows_the_new_state(shop: Shop, numbers: Numbers) -> None:
    """After a change, its answer is new, and so is the next answer to a poll within moments."""
    shop.receive(app_text(numbers))
    contact = shop.conversation(numbers)["contact"]
    path = f"contacts/{contact['id']}"
    etag = settled_etag(shop, path)

    answer = shop.send("PATCH", path, json={"name": "Ann"})

    assert answer.json()["name"] == "Ann"
    deadline = time.monotonic() + POLL_LIMIT_S
    while (response := shop.get(path, headers={"If-None-Match": etag})).status_code == 304:
        assert time.monotonic() < deadline, "the poller was never told"
        time.sleep(0.02)
    assert response.json()["name"] == "Ann"


def test_ids_are_strings_and_times_are_utc(shop: Shop, numbers: Numbers) -> None:
    """In all documents ids are strings, and times are written in UTC with a `Z`."""
    call = api_call(numbers, answered=10.0)
    word = unused_word()
    (row, *_) = shop.receive(
        app_text(numbers),
        api_event("call.completed", call),
        api_summary(call["id"]),
        app_contact(numbers.customer, id_=word),
    )
    conversation = shop.conversation(numbers)
    contact = f"contacts/{conversation['contact']['id']}"
    event = shop.event(row)
    del event["payload"]

    documents = [
        conversation,
        shop.timeline(numbers),
        shop.calls(call["id"]),
        shop.one(contact),
        shop.listed(f"{contact}/history"),
        event,
    ]

    for name, value in members(documents):
        if name == "id" or name.endswith("_id"):
            assert value is None or isinstance(value, str), name
        if name == "at" or name.endswith("_at"):
            assert value is None or UTC_TIME.fullmatch(str(value)), name
