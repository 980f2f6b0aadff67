"""Callback needs and key facts by HTTP: looked at, and dealt with."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from tests.integration.falcon_http.reading import post, write
from tests.integration.falcon_http.world import World, make_world

CALL = read.note("call", conversation_id=make.conversation().id, contact_id=make.contact_id("ann"))
FACT = read.note("fact", topic=Topic.FACT, created_at=make.later(1))
DONE = f"notes/{CALL.id}/done"


@pytest.fixture
def world() -> World:
    """Lend a world with a callback need and a key fact."""
    world = make_world()
    write(world.crm.unit_of_work, notes=(CALL, FACT))
    return world


def test_a_note_has_every_field(world: World) -> None:
    """All notes, the newest first, for a viewer too."""
    notes = world.get("notes", role="viewer").json()

    assert [note["kind"] for note in notes] == ["fact", "callback"]
    assert notes[1] == {
        "id": CALL.id,
        "kind": "callback",
        "text": "Wants to be called after five",
        "quote": "call me after five",
        "source_kind": "transcript",
        "source_id": make.item_id("transcript"),
        "contact_id": make.contact_id("ann"),
        "conversation_id": make.conversation().id,
        "created_at": "2026-04-13T12:00:00.123456Z",
        "done_at": None,
        "done_by": None,
    }


def test_a_note_is_dealt_with_once(world: World) -> None:
    """The answer is the note; the first who did it stays, and is kept in the log of acts."""
    first = post(world, DONE)
    world.clock.advance(seconds=1)

    second = post(world, DONE, role="admin")

    assert (first.status_code, first.json()["done_by"]) == (200, "operator")
    assert (second.status_code, second.json()) == (200, first.json())
    assert [(act.by, act.action) for act in world.crm.audit.of(CALL.id)] == [("operator", "note done")]


def test_notes_are_found_by_kind_and_by_what_is_left(world: World) -> None:
    """Each filter leaves out the others."""
    post(world, DONE)

    kinds = {
        query: [note["kind"] for note in world.get(f"notes?{query}").json()]
        for query in ("kind=callback", "kind=fact", "done=true", "done=false", "kind=fact&done=true")
    }

    assert list(kinds.values()) == [["callback"], ["fact"], ["callback"], ["fact"], []]


@pytest.mark.parametrize("query", ["kind=name", "kind=", "done=yes", "limit=0", "contact_id=x"])
def test_bad_queries_are_refused(world: World, query: str) -> None:
    """What is no kind, flag, page or parameter is bad input."""
    assert world.get(f"notes?{query}").status_code == 400


def test_what_cannot_be_asked(world: World) -> None:
    """Unknown notes, viewers, bodies and queries."""
    statuses = [
        post(world, "notes/x/done").status_code,
        post(world, DONE, role="viewer").status_code,
        post(world, DONE, {"done": True}).status_code,
        post(world, f"{DONE}?now=true").status_code,
    ]

    assert statuses == [404, 403, 400, 400]
    assert world.get("notes?done=true").json() == []
