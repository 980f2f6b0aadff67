"""The page of calls to return, and of what is good to know."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.testing import events
from openphone_crm.testing import extraction_builders as read
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import write
from tests.integration.falcon_http.world import World

CALL = read.note("call")
FACT = read.note("fact", topic=Topic.FACT, text=f"Has a dog {HOSTILE}")
DONE = f"/callbacks/{CALL.id}/done"


@pytest.fixture
def noted(world: World) -> World:
    """Lend a world with a callback need and a fact."""
    write(world.crm.unit_of_work, notes=(CALL, FACT))
    return world


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nobody waits for a call"), ("?show=facts", "Nothing to know yet"), ("?show=done", "Nothing done")],
)
def test_empty_lists_say_what_they_would_hold(visitor: Visitor, query: str, words: str) -> None:
    """Each tab has its own words."""
    assert words in visitor.get(f"/callbacks{query}").text


@pytest.mark.usefixtures("noted")
def test_callbacks_and_facts_stand_apart(visitor: Visitor) -> None:
    """The title counts the calls; what customers said is shown letter by letter."""
    calls, facts = visitor.get("/callbacks").text, visitor.get("/callbacks?show=facts").text

    assert "Wants to be called after five" in calls
    assert "<mark>call me after five</mark>" in calls
    assert "<title>(1) Calls to return" in calls
    assert "Has a dog &lt;script&gt;" in facts
    assert "Has a dog" not in calls
    assert "<script>" not in facts


def test_whoever_asked_can_be_called(world: World, visitor: Visitor) -> None:
    """The card has the number, the call and the conversation."""
    world.happens(events.message_received("Call me", id="ACx1"))
    (talk,) = world.get("conversations").json()
    write(world.crm.unit_of_work, notes=(read.note("call", conversation_id=talk["id"]),))

    page = visitor.get("/callbacks").text

    assert f'href="tel:{talk["phone_number"]}"' in page
    assert f'action="/conversations/{talk["id"]}/call"' in page
    assert f'href="/contacts/{talk["contact"]["id"]}"' in page


def test_one_is_done(noted: World, visitor: Visitor) -> None:
    """It leaves the list, and says who it was; whoever comes later is told."""
    answer = visitor.post(f"{DONE}?show=callbacks")

    assert answer.headers["location"] == "/callbacks?show=callbacks"
    assert "Nobody waits for a call" in visitor.get("/callbacks").text
    assert "Done by operator" in visitor.get("/callbacks?show=done").text
    admin = Visitor.signed_in(noted, "admin")
    admin.post(DONE)
    assert "operator did it already." in admin.get("/callbacks").text


def test_a_viewer_does_nothing(noted: World) -> None:
    """Viewers see notes, are offered nothing, and are refused."""
    visitor = Visitor.signed_in(noted, "viewer")

    assert "/done" not in visitor.get("/callbacks").text
    assert visitor.post(DONE).status_code == 403


def test_what_is_gone_is_told(visitor: Visitor) -> None:
    """A note of somebody who was erased meanwhile is no more."""
    visitor.post(DONE)

    assert "It is gone" in visitor.get("/callbacks").text
