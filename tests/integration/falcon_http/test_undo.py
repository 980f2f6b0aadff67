"""A change of a contact is taken back by HTTP."""

from __future__ import annotations

import pytest

from tests.integration.falcon_http.reading import ANN, NAME, ann, post, rename, suggest
from tests.integration.falcon_http.world import World, make_world

HISTORY = f"contacts/{ANN.id}/history"


@pytest.fixture
def world() -> World:
    """Lend a world in which a suggestion was approved."""
    world = make_world()
    suggest(world.crm.unit_of_work)
    post(world, f"approvals/{NAME.id}/approve")
    world.clock.advance(seconds=1)
    return world


def newest(world: World) -> str:
    """The id of the last change."""
    return str(world.get(HISTORY).json()[0]["id"])


def undo(world: World) -> str:
    """The address that undoes the last change."""
    return f"{HISTORY}/{newest(world)}/undo"


def test_an_undo_is_an_entry_of_the_history(world: World) -> None:
    """The answer is the entry as the history shows it first, and the field holds what it held before."""
    undone = newest(world)

    answer = post(world, f"{HISTORY}/{undone}/undo")

    entry = answer.json()
    assert answer.status_code == 200
    assert world.get(HISTORY).json()[0] == entry
    assert (entry["field"], entry["old"], entry["new"], entry["by"]) == ("name", "Ann Lee", "Ann", "operator")
    assert (entry["source_kind"], entry["source_id"]) == ("undo", undone)
    assert ann(world).name == "Ann"
    assert [act.action for act in world.crm.audit.of(undone)] == ["change undone"]


def test_only_what_was_seen_is_undone(world: World) -> None:
    """With the tag of the contact as it was, or of nothing, it is 412; with the present one it is made."""
    contact = f"contacts/{ANN.id}"
    old = world.get(contact).headers["ETag"]
    world.ask("PATCH", f"/api/v1/{contact}", json={"company": "Lee & Lee"})
    path = f"{HISTORY}/{world.get(HISTORY).json()[-1]['id']}/undo"
    new = world.get(contact).headers["ETag"]

    refused = [post(world, path, headers={"If-Match": tag}).status_code for tag in (old, '"nonsense"')]
    kept = ann(world).name
    answer = post(world, path, headers={"If-Match": new})

    assert (refused, kept) == ([412, 412], "Ann Lee")
    assert (answer.status_code, ann(world).name) == (200, "Ann")


def test_an_undo_can_be_undone(world: World) -> None:
    """It is a change like any other."""
    post(world, undo(world))
    world.clock.advance(seconds=1)

    answer = post(world, undo(world))

    assert (answer.status_code, ann(world).name) == (200, "Ann Lee")


def test_a_later_change_is_not_undone_by_the_way(world: World) -> None:
    """When the field holds something else by now, that is a conflict, and nothing changes."""
    path = undo(world)
    rename(world, "Annabel")

    answer = post(world, path)

    assert (answer.status_code, ann(world).name) == (409, "Annabel")
    assert "undo the later change first" in answer.json()["detail"]


def test_a_repeated_undo_is_answered_again(world: World) -> None:
    """Under the same key it is the first answer, and nothing is undone twice."""
    path, key = undo(world), {"Idempotency-Key": "once"}

    first, second = (post(world, path, headers=key) for _ in range(2))

    assert (second.status_code, second.content) == (200, first.content)
    assert len(world.get(HISTORY).json()) == 2


def test_numbers_are_not_undone(world: World) -> None:
    """A change of numbers is no change of a field; the answer says so."""
    world.ask("PATCH", f"/api/v1/contacts/{ANN.id}", json={"phone_numbers": []})

    answer = post(world, undo(world))

    assert answer.status_code == 409
    assert "nothing to undo" in answer.json()["detail"]


def test_what_cannot_be_asked(world: World) -> None:
    """Unknown changes, changes of another contact, viewers, bodies and queries."""
    change, path = newest(world), undo(world)

    statuses = [
        post(world, f"{HISTORY}/x/undo").status_code,
        post(world, f"contacts/x/history/{change}/undo").status_code,
        post(world, path, role="viewer").status_code,
        post(world, path, {"old": "Ann"}).status_code,
        post(world, f"{path}?now=true").status_code,
        world.get(path).status_code,
    ]

    assert statuses == [404, 404, 403, 400, 400, 405]
    assert ann(world).name == "Ann Lee"
