"""What waits for approval, by HTTP: looked at, approved, mended and rejected, and by one person only."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.testing import builders as make
from tests.integration.falcon_http.reading import ANN, EMAIL, NAME, ann, pending, post, rename, suggest
from tests.integration.falcon_http.world import World, make_world

APPROVE = f"approvals/{NAME.id}/approve"
REJECT = f"approvals/{NAME.id}/reject"
ALL = f"contacts/{ANN.id}/approvals/approve"
ACTS = [APPROVE, REJECT, ALL]


@pytest.fixture
def world() -> World:
    """Lend a world in which two values wait for approval."""
    world = make_world()
    suggest(world.crm.unit_of_work)
    return world


def test_an_approval_has_the_promised_fields(world: World) -> None:
    """The list, the newest first, and the one by itself, for a viewer too."""
    listed = world.get("approvals", role="viewer").json()
    alone = world.get(f"approvals/{NAME.id}", role="viewer").json()

    assert [approval["field"] for approval in listed] == ["email", "name"]
    assert listed[1] == alone
    assert alone == {
        "id": NAME.id,
        "contact_id": ANN.id,
        "field": "name",
        "current_value": "Ann",
        "suggested_value": "Ann Lee",
        "quote": "I am Ann Lee",
        "source_kind": "message",
        "source_id": make.item_id("text"),
        "status": "pending",
        "created_at": "2026-04-13T12:00:00.123456Z",
        "decided_at": None,
        "decided_by": None,
    }


def test_the_current_value_is_live(world: World) -> None:
    """A poll sees what the contact holds now, and its tag does not hide it."""
    tag = world.get("approvals").headers["ETag"]
    unchanged = world.get("approvals", headers={"If-None-Match": tag}).status_code

    rename(world, "Annabel")

    answer = world.get("approvals", headers={"If-None-Match": tag})
    assert (unchanged, answer.status_code) == (304, 200)
    assert answer.json()[1]["current_value"] == "Annabel"


def test_approvals_are_filtered_and_paged(world: World) -> None:
    """By status and by contact; the link leads to the older ones."""
    post(world, REJECT)

    found = {
        query: len(world.get(f"approvals?{query}").json())
        for query in (
            "status=pending",
            "status=rejected",
            "status=approved",
            f"contact_id={ANN.id}",
            "contact_id=x",
        )
    }
    first = world.get("approvals?limit=1")
    second = world.send(
        "GET", first.links["next"]["url"], headers={"Authorization": "Bearer operator-secret"}
    )

    assert list(found.values()) == [1, 1, 0, 2, 0]
    assert [first.json()[0]["field"], second.json()[0]["field"]] == ["email", "name"]


def test_a_cursor_leads_on_in_its_own_list_only(world: World) -> None:
    """Where the approvals went on is no place in the log, nor in the notes."""
    following = world.get("approvals?limit=1").links["next"]["url"].partition("?")[2]

    statuses = [
        world.get(f"{name}?{following}").status_code for name in ("approvals", "extractions", "notes")
    ]

    assert statuses == [200, 400, 400]


@pytest.mark.parametrize(
    "query", ["status=done", "status=", "contact_id=", "limit=0", "cursor=x", "field=name"]
)
def test_bad_queries_are_refused(world: World, query: str) -> None:
    """What is no status, page or parameter is bad input."""
    assert world.get(f"approvals?{query}").status_code == 400


def test_an_approval_is_written(world: World) -> None:
    """The answer is the approval as it is from then on; the contact holds the value, and history says why."""
    answer = post(world, APPROVE)

    approval = answer.json()
    assert answer.status_code == 200
    assert (approval["status"], approval["current_value"], approval["decided_by"]) == (
        "approved",
        "Ann",
        "operator",
    )
    assert world.get(f"approvals/{NAME.id}").json() == approval
    assert world.get(f"contacts/{ANN.id}").json()["name"] == "Ann Lee"
    (change,) = world.get(f"contacts/{ANN.id}/history").json()
    assert (change["quote"], change["by"], change["source_kind"]) == ("I am Ann Lee", "operator", "message")
    assert pending(world) == ["email"]


def test_a_mended_value_is_written(world: World) -> None:
    """What a person writes instead is trimmed and kept, and what was suggested stays to be seen."""
    answer = post(world, APPROVE, {"value": " Anne Lee "})

    assert (answer.json()["status"], answer.json()["suggested_value"]) == ("approved", "Ann Lee")
    assert ann(world).name == "Anne Lee"


def test_a_rejection_leaves_the_contact_alone(world: World) -> None:
    """The answer is the approval, rejected; nothing is written and nothing waits."""
    answer = post(world, REJECT)

    assert (answer.status_code, answer.json()["status"]) == (200, "rejected")
    assert ann(world) == ANN
    assert pending(world) == ["email"]


def test_everything_of_a_contact_is_approved(world: World) -> None:
    """The answer is a list of what was approved, empty when nothing waits."""
    answers = [post(world, ALL) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [[approval["field"] for approval in answer.json()] for answer in answers] == [
        ["name", "email"],
        [],
    ]
    assert (ann(world).name, ann(world).email) == ("Ann Lee", "lee@example.com")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"value": 1}, 400),
        ({"value": None}, 400),
        ({"value": ""}, 400),
        ({"value": "  "}, 400),
        ({"value": "x" * 501}, 400),
        ({"name": "Ann"}, 400),
        ([], 400),
        ({}, 200),
    ],
)
def test_only_a_value_may_be_given(world: World, body: Any, status: int) -> None:  # noqa: ANN401 - any JSON
    """Anything else is bad input, and so is a value that says nothing: no approval empties a field."""
    answer = post(world, APPROVE, body)

    assert answer.status_code == status
    assert (ann(world).name == "Ann") is (status == 400)


def test_a_mended_value_is_what_its_field_holds(world: World) -> None:
    """An e-mail address must be one."""
    answer = post(world, f"approvals/{EMAIL.id}/approve", {"value": "nobody"})

    assert answer.status_code == 400
    assert ann(world).email == "ann@example.com"


@pytest.mark.parametrize("path", [REJECT, ALL])
def test_the_other_acts_ask_nothing(world: World, path: str) -> None:
    """A body with a field is bad input."""
    assert post(world, path, {"value": "Ann"}).status_code == 400


@pytest.mark.parametrize("path", ACTS)
def test_bodies_and_queries_are_read_strictly(world: World, path: str) -> None:
    """What is no JSON is 415, and a query is bad input."""
    text = {"content": b"yes", "headers": {"Content-Type": "text/plain"}}

    assert [post(world, path, **text).status_code, post(world, f"{path}?now=true").status_code] == [415, 400]


@pytest.mark.parametrize("path", ACTS)
def test_whoever_may_not_decide_is_told_so(world: World, path: str) -> None:
    """A viewer is forbidden, whether or not the thing exists; what does not exist is not found."""
    unknown = path.replace(NAME.id, "x").replace(ANN.id, "x")

    statuses = [
        post(world, path, role="viewer").status_code,
        post(world, unknown, role="viewer").status_code,
        post(world, path, role=None).status_code,
        post(world, unknown).status_code,
    ]

    assert statuses == [403, 403, 401, 404]
    assert ann(world) == ANN


def test_who_decided_is_kept(world: World) -> None:
    """Each decision has its entry in the log of acts, which holds nobody's name or address."""
    post(world, APPROVE)
    post(world, f"approvals/{EMAIL.id}/reject")

    entries = [*world.crm.audit.of(NAME.id), *world.crm.audit.of(EMAIL.id)]

    assert [(entry.by, entry.action, entry.details) for entry in entries] == [
        ("operator", "approval approved", {"field": Topic.NAME.value}),
        ("operator", "approval rejected", {"field": Topic.EMAIL.value}),
    ]
