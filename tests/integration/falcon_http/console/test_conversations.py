"""The list of conversations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing import events
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7 * 7 }}"


def test_an_empty_list_says_what_to_do(visitor: Visitor) -> None:
    """Where nobody has called yet, the page says when that changes."""
    answer = visitor.get("/conversations")

    assert answer.status_code == 200
    assert "No conversations yet" in answer.text


def test_a_new_text_is_listed(world: World, visitor: Visitor) -> None:
    """Who wrote and what is shown, and the title counts what is unread."""
    world.happens(events.message_received("See you at noon", id="ACx1"))

    page = visitor.get("/conversations").text

    assert "See you at noon" in page
    assert "<title>(1) Conversations" in page


def test_hostile_texts_are_texts(world: World, visitor: Visitor) -> None:
    """What customers write is shown letter by letter, and is never part of the page."""
    world.happens(events.message_received(HOSTILE, id="ACx1"))

    page = visitor.get("/conversations").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x" in page
    assert "<script>" not in page
    assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize(
    ("query", "is_listed"), [("q=noon", True), ("q=midnight", False), ("show=unread", True)]
)
def test_a_list_is_narrowed(world: World, visitor: Visitor, query: str, is_listed: bool) -> None:  # noqa: FBT001
    """Search and tabs leave out what does not fit."""
    world.happens(events.message_received("See you at noon", id="ACx1"))

    page = visitor.get(f"/conversations?{query}").text

    assert ("See you at noon" in page) is is_listed


def test_what_waits_comes_first_when_asked_for(world: World, visitor: Visitor) -> None:
    """What is unread stands before what is newer and read."""
    now = world.clock.now()
    world.happens(
        events.message_received("Old question", id="ACx1", created_at=now),
        events.message_delivered(
            "New words", id="ACx2", to="+14255550199", created_at=now + timedelta(hours=1)
        ),
    )

    newest, waiting = (
        visitor.get(path).text for path in ("/conversations", "/conversations?order=attention")
    )

    assert newest.index("New words") < newest.index("Old question")
    assert waiting.index("Old question") < waiting.index("New words")


@pytest.mark.parametrize("order", ["", "&order=attention"])
def test_older_ones_are_on_the_next_page(world: World, visitor: Visitor, order: str) -> None:
    """The way there keeps what was asked for."""
    for number in range(3):
        world.happens(
            events.message_received(f"Text {number}", id=f"ACx{number}", sender=f"+1425555010{number}")
        )

    first = visitor.get(f"/conversations?limit=2&show=unread{order}").text
    address = first.partition('class="pager"')[2].partition('href="')[2].partition('"')[0]
    second = visitor.get(address.replace("&amp;", "&")).text

    assert "show=unread" in address
    assert [(f"Text {number}" in first, f"Text {number}" in second) for number in range(3)].count(
        (True, False)
    ) == 2


def test_a_missed_call_is_seen_at_once(world: World, visitor: Visitor) -> None:
    """The line of the conversation says so."""
    world.happens(events.call_completed(events.unanswered(created_at=world.clock.now())))

    assert "Call: Missed" in visitor.get("/conversations").text


def test_a_bad_query_is_told_as_a_page(visitor: Visitor) -> None:
    """What cannot be read is 400, as a page."""
    answer = visitor.get("/conversations?show=nonsense")

    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "must be one of all, unread, unanswered" in answer.text
