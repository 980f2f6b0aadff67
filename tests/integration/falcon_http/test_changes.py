"""What changed by HTTP, for whoever keeps a copy."""

from __future__ import annotations

import pytest

from openphone_crm.changes import ChangeCursor
from openphone_crm.testing import builders as make
from tests.integration.falcon_http.reading import write
from tests.integration.falcon_http.world import World, make_world

ANN, BEN, CARA = (make.contact(name) for name in ("Ann", "Ben", "Cara"))


@pytest.fixture
def world() -> World:
    """Lend a world with three contacts that came one after the other."""
    world = make_world()
    for contact in (ANN, BEN, CARA):
        write(world.crm.unit_of_work, contacts=(contact,))
    return world


def following(world: World, path: str) -> tuple[list[str], str]:
    """Tell what is changed at an address, and which is next."""
    answer = world.get(path)
    return [change["id"] for change in answer.json()], next_of(answer.headers["link"])


def next_of(link: str) -> str:
    """Tell the address that a link leads to, below the API's own."""
    return link.removeprefix("</api/v1/").removesuffix('>; rel="next"')


def test_a_change_has_every_field(world: World) -> None:
    """From the start, in the order of change, for a viewer too."""
    changes = world.get("changes", role="viewer").json()

    assert [{**change, "cursor": ""} for change in changes] == [
        {"cursor": "", "kind": "contact", "id": contact.id, "deleted": False} for contact in (ANN, BEN, CARA)
    ]


def test_each_cursor_leads_behind_its_change(world: World) -> None:
    """Whoever stopped in the middle of a page goes on there."""
    first, *_ = world.get("changes").json()

    ids, _ = following(world, f"changes?after={first['cursor']}")

    assert ids == [BEN.id, CARA.id]


def test_the_next_page_is_always_named(world: World) -> None:
    """Full, last and empty pages lead on, with the limit that was asked for, to what comes then."""
    first, second = following(world, "changes?limit=2")
    last, third = following(world, second)
    nothing, fourth = following(world, third)
    write(world.crm.unit_of_work, contacts=(make.contact("Dan"),))

    new, _ = following(world, fourth)

    assert (first, last, nothing) == ([ANN.id, BEN.id], [CARA.id], [])
    assert new == [make.contact_id("Dan")]
    assert all(address.startswith("changes?limit=2&after=") for address in (second, third, fourth))


def test_where_there_is_nothing_one_can_begin() -> None:
    """An empty store names a place to go on from, and what comes is told there."""
    world = make_world()
    ids, address = following(world, "changes")
    write(world.crm.unit_of_work, contacts=(ANN,))

    later, _ = following(world, address)

    assert (ids, later) == ([], [ANN.id])


def test_a_poll_that_finds_nothing_new_is_not_answered_again(world: World) -> None:
    """The same page is 304 and still leads on, until something is told there."""
    _, address = following(world, "changes")
    tag = {"If-None-Match": world.get(address).headers["etag"]}
    same = world.get(address, headers=tag)
    write(world.crm.unit_of_work, contacts=(make.contact("Dan"),))

    other = world.get(address, headers=tag)

    assert (same.status_code, same.content, next_of(same.headers["link"])) == (304, b"", address)
    assert (other.status_code, len(other.json())) == (200, 1)


def test_whoever_is_erased_is_told_of_as_deleted(world: World) -> None:
    """The last word about a contact is that it is gone."""
    _, address = following(world, "changes")

    world.ask("DELETE", f"/api/v1/contacts/{BEN.id}", role="admin")

    told = [(change["id"], change["deleted"]) for change in world.get(address).json()]
    assert told == [(BEN.id, True)]


def test_a_cursor_from_elsewhere_is_gone(world: World) -> None:
    """What follows it is not known here: the problem says to start again, and how."""
    cursor = ChangeCursor(number=1000, kind="contact", id=ANN.id).encoded()

    answer = world.get(f"changes?after={cursor}")

    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert "start again without it" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=", "after=" + "x" * 201, "cursor=x", "limit=0", "limit=201", "kind=contact"],
)
def test_bad_queries_are_refused(world: World, query: str) -> None:
    """What is no cursor, no limit and no parameter is bad input."""
    assert world.get(f"changes?{query}").status_code == 400


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    """Each list has cursors of its own."""
    link = world.get("contacts?limit=1").headers["link"]
    cursor = next_of(link).rpartition("=")[2]

    assert world.get(f"changes?after={cursor}").status_code == 400


def test_nobody_is_told_without_a_token(world: World) -> None:
    """The feed is for those who may read."""
    assert world.ask("GET", "/api/v1/changes", role=None).status_code == 401
