"""Lists are arrays, and their pages hold everything once."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.contract.legacy import app_call, app_event, app_text
from tests.integration.contract.numbers import Numbers, moment, unused_word
from tests.integration.contract.shop import Json, Shop

LISTS = ("conversations", "contacts", "calls", "webhook-events")
NEXT = re.compile(r'<(/api/v1/[^>]*)>; rel="?next"?')
YEARS = 10 * 365 * 86_400.0


def assert_pages_hold_everything_once(shop: Shop, path: str, count: int, **query: Any) -> None:  # noqa: ANN401
    """Small pages put together are the large one."""
    (whole,) = shop.pages(path, limit=200, **query)
    small = shop.pages(path, limit=3, **query)

    assert len(whole) == count
    assert {len(page) for page in small[:-1]} == {3}
    assert [item["id"] for page in small for item in page] == [item["id"] for item in whole]


def test_pages_of_events_hold_everything_once(shop: Shop) -> None:
    """Events of one type are listed newest first, and followed to the end."""
    word = unused_word()
    rows = [shop.deliver({"type": word, "n": n}).json()["id"] for n in range(10)]

    listed = [event["id"] for event in shop.listed("webhook-events", type=word)]
    assert sorted(listed) == sorted(rows)
    received = [event["received_at"] for event in shop.listed("webhook-events", type=word)]
    assert received == sorted(received, reverse=True)
    assert_pages_hold_everything_once(shop, "webhook-events", 10, type=word)


def test_pages_of_conversations_hold_everything_once(shop: Shop, numbers: Numbers) -> None:
    """Conversations of one moment are listed once each."""
    lines = [Numbers(customer=numbers.customer) for _ in range(10)]
    shop.receive(*[app_text(line, at=n // 4) for n, line in enumerate(lines)])

    assert_pages_hold_everything_once(shop, "conversations", 10, phone_number=numbers.customer)


def test_pages_of_calls_hold_everything_once(shop: Shop, numbers: Numbers) -> None:
    """Calls of one moment are listed once each, newest first."""
    times = [YEARS + n // 4 for n in range(10)]
    shop.receive(*[app_event("call.completed", app_call(numbers, at=at, ended=at + 60)) for at in times])

    assert_pages_hold_everything_once(shop, "calls", 10, since=moment(YEARS))
    listed = [call["occurred_at"] for call in shop.listed("calls", since=moment(YEARS))]
    assert listed == sorted(listed, reverse=True)


def test_pages_of_contacts_hold_everything_once(shop: Shop) -> None:
    """Contacts are listed once each."""
    word = unused_word()
    for n in range(7):
        contact = {"name": f"{word} {n}", "phone_numbers": [Numbers().customer]}
        assert shop.send("POST", "contacts", json=contact).is_success

    assert_pages_hold_everything_once(shop, "contacts", 7, q=word)


def test_a_page_has_fifty_items_unless_said(shop: Shop) -> None:
    """The default of `limit` is 50."""
    word = unused_word()
    for n in range(51):
        shop.deliver({"type": word, "n": n})

    assert [len(page) for page in shop.pages("webhook-events", type=word)] == [50, 1]


def test_a_link_keeps_the_query(shop: Shop) -> None:
    """The next page is one of the same search, with the same limit, and the link to it is relative."""
    word = unused_word()
    for n in range(5):
        shop.deliver({"type": word, "n": n})

    query: Json = {"type": word, "limit": 2, "status": "ignored", "priority": "standard"}
    link = shop.get("webhook-events", **query).headers["link"]
    found = shop.pages("webhook-events", **query)

    assert NEXT.fullmatch(link)
    assert [len(page) for page in found] == [2, 2, 1]
    assert {event["event_type"] for page in found for event in page} == {word}


def test_events_are_found_by_what_they_are(shop: Shop, numbers: Numbers) -> None:
    """`status`, `type`, `priority` and `since` narrow the list of events."""
    shop.receive(app_text(numbers))
    (newest,) = shop.listed("webhook-events", limit=1)

    found = shop.listed(
        "webhook-events",
        status="processed",
        type="message.received",
        priority="critical",
        since=newest["received_at"],
    )

    assert newest in found
    assert shop.listed("webhook-events", since="2999-01-01T00:00:00Z") == []


def test_events_are_found_by_the_customers_type(shop: Shop, numbers: Numbers) -> None:
    """`type` is the customer's name for an event, not the one that OpenPhone sent."""
    (row,) = shop.receive(app_event("call.completed", app_call(numbers)))

    found = {
        type_: row in [event["id"] for event in shop.listed("webhook-events", type=type_, limit=200)]
        for type_ in ("call.missed", "call.completed")
    }

    assert found == {"call.missed": True, "call.completed": False}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": -1},
        {"limit": "ten"},
        {"limit": ""},
        {"limit": "1.5"},
        {"cursor": "nonsense"},
        {"cursor": "AAAA"},
        {"cursor": "é"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_bad_parameters_are_refused(shop: Shop, path: str, query: Json) -> None:
    """A limit outside 1-200, a cursor that is none and an unknown parameter are 400."""
    response = shop.get(path, **query)

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("webhook-events", "status"),
        ("webhook-events", "priority"),
        ("webhook-events", "since"),
        ("calls", "outcome"),
        ("calls", "since"),
        ("conversations", "unread"),
        ("conversations", "needs_reply"),
    ],
)
def test_values_of_no_enumeration_are_refused(shop: Shop, path: str, name: str) -> None:
    """A value that a parameter does not have is 400."""
    query: Json = {name: "purple"}

    response = shop.get(path, **query)

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/problem+json")


def test_bad_parameters_of_a_timeline_are_refused(shop: Shop, numbers: Numbers) -> None:
    """A timeline is a list like the others."""
    shop.receive(app_text(numbers))
    path = f"conversations/{shop.conversation(numbers)['id']}/timeline"

    statuses = [shop.get(path, **query).status_code for query in ({"limit": 0}, {"cursor": "x"}, {"q": "x"})]

    assert statuses == [400, 400, 400]


def test_largest_and_smallest_limits_are_allowed(shop: Shop) -> None:
    """1 and 200 are limits."""
    assert len(shop.listed("webhook-events", limit=1)) == 1
    assert shop.get("webhook-events", limit=200).status_code == 200
    assert shop.get("webhook-events", type=uuid4().hex).json() == []
