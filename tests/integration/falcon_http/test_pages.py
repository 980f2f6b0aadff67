"""Pages lead to one another, and a query is read strictly."""

from __future__ import annotations

import re

import pytest

from openphone_crm.testing import events
from tests.integration.falcon_http.world import World

LINK = re.compile(r'<(/api/v1/[^>]+)>; rel="next"')


def walked(world: World, path: str) -> list[list[str]]:
    """Follow the links from a first page, and give the ids of each."""
    pages, address = [], f"/api/v1/{path}"
    while address:
        answer = world.ask("GET", address)
        pages.append([item["id"] for item in answer.json()])
        found = LINK.fullmatch(answer.headers.get("link", ""))
        address = found[1] if found else ""
    return pages


def test_links_visit_everything_once(world: World) -> None:
    """A list of five, two at a time, has three pages and no item twice; the query stays as it was."""
    for number in range(5):
        world.clock.advance(seconds=1)
        world.ask("POST", "/api/v1/contacts", json={"name": f"Ann {number} & Söhne"})

    pages = walked(world, "contacts?q=%26+S%C3%B6hne&limit=2")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({contact for page in pages for contact in page}) == 5


def test_a_timeline_is_ascending_and_leads_to_older(world: World) -> None:
    """The first page holds the newest items, oldest of them first; the next one those before."""
    world.happens(*(events.message_received(str(number), id=f"ACx{number}") for number in range(3)))
    (conversation,) = world.get("conversations").json()
    everything = [item["id"] for item in world.get(f"conversations/{conversation['id']}/timeline").json()]

    pages = walked(world, f"conversations/{conversation['id']}/timeline?limit=2")

    assert len(everything) == 3
    assert pages == [everything[1:], everything[:1]]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1.0",
        "limit=",
        "limit=%D9%A1",
        f"limit={'9' * 5000}",
        "cursor=",
        "cursor=nonsense",
        "cursor=%F0%9F%90%BB",
        "limit=1&limit=1",
        "page=2",
        "&".join(f"x{number}=1" for number in range(50)),
        "%ff=1",
        "unread=True",
        "unread=1",
        "needs_reply=",
        "q=%00",
        f"q={'x' * 201}",
        "phone_number=%2B",
    ],
)
def test_a_bad_query_is_refused(world: World, query: str) -> None:
    """What is unknown, repeated, out of bounds or no value of its kind is 400 with a reason."""
    answer = world.get(f"conversations?{query}")

    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("query", ["outcome=lost", "since=yesterday", "since=", "unread=true"])
def test_a_bad_query_of_calls_is_refused(world: World, query: str) -> None:
    """Calls have an outcome and a time, and nothing else to ask for."""
    answer = world.get(f"calls?{query}")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path", ["conversations/x?a=1", "contacts/x?limit=1", "webhook-events/x?a=1", "contacts/x/history?q=1"]
)
def test_one_thing_has_no_parameters(world: World, path: str) -> None:
    """A parameter that an address does not have is 400, also where nothing is."""
    answer = world.get(path)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "limit=200",
        "q=",
        "phone_number=",
        "unread=true&needs_reply=false",
        "phone_number=(206)%20555-0123",
    ],
)
def test_a_good_query_is_answered(world: World, query: str) -> None:
    """The bounds belong to the range, and an empty search field is no search."""
    answer = world.get(f"conversations?{query}")

    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("number", ["%2B14255550123", "+14255550123", "(425)%20555-0123"])
def test_a_number_is_found_in_every_spelling(world: World, number: str) -> None:
    """A number is normalised, and a plus sign that was not escaped is one."""
    world.ask("POST", "/api/v1/contacts", json={"phone_numbers": ["+1 425 555 0123"]})

    found = world.get(f"contacts?phone_number={number}").json()

    assert [contact["phone_numbers"] for contact in found] == [["+14255550123"]]


@pytest.mark.parametrize("since", ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00"])
def test_a_time_is_read_in_every_form(world: World, since: str) -> None:
    """ISO 8601 with or without time and offset, its plus sign escaped or not."""
    answer = world.get(f"webhook-events?since={since}")

    assert answer.status_code == 200
