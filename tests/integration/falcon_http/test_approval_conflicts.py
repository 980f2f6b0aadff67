"""Nobody decides twice, or about what they have not seen; what is settled elsewhere is no question."""

from __future__ import annotations

import pytest

from openphone_crm.testing import builders as make
from openphone_crm.testing.happenings import NOON, ContactCard, Happening
from tests.integration.falcon_http.reading import ANN, NAME, ann, pending, post, rename, suggest
from tests.integration.falcon_http.world import World, make_world

KEY = {"Idempotency-Key": "once"}
APPROVE = f"approvals/{NAME.id}/approve"
REJECT = f"approvals/{NAME.id}/reject"
ALL = f"contacts/{ANN.id}/approvals/approve"


@pytest.fixture
def world() -> World:
    """Lend a world in which two values wait for approval."""
    world = make_world()
    suggest(world.crm.unit_of_work)
    return world


@pytest.mark.parametrize("path", [APPROVE, REJECT])
def test_nothing_is_decided_twice(world: World, path: str) -> None:
    """The second person is told, with the approval as it is now; the same request again is answered again."""
    first = post(world, APPROVE, headers=KEY)

    second, repeated = post(world, path), post(world, APPROVE, headers=KEY)

    problem = second.json()
    assert (second.status_code, second.headers["Content-Type"]) == (409, "application/problem+json")
    assert problem["detail"] == "it was approved already."
    assert problem["approval"] == first.json()
    assert (repeated.status_code, repeated.content) == (200, first.content)


@pytest.mark.parametrize("path", [APPROVE, ALL])
def test_a_field_that_changed_since_is_asked_anew(world: World, path: str) -> None:
    """Nothing is written over what the person has not seen; with the fresh approval at hand they decide."""
    rename(world, "Annabel")

    refused = post(world, path)
    kept = ann(world)
    answer = post(world, path)

    fresh = refused.json()["approval"]
    assert (refused.status_code, kept.name, kept.email) == (409, "Annabel", "ann@example.com")
    assert (fresh["id"], fresh["status"], fresh["current_value"]) == (NAME.id, "pending", "Annabel")
    assert (answer.status_code, ann(world).name) == (200, "Ann Lee")


def test_only_what_was_seen_is_decided(world: World) -> None:
    """With the tag of what is no more every decision is 412; with the present one it is made."""
    old = world.get(f"approvals/{NAME.id}").headers["ETag"]
    rename(world, "Annabel")
    new = world.get(f"approvals/{NAME.id}").headers["ETag"]

    statuses = [
        post(world, APPROVE, headers={"If-Match": old}).status_code,
        post(world, REJECT, headers={"If-Match": old}).status_code,
        post(world, REJECT, headers={"If-Match": f"{old}, {new}"}).status_code,
        post(world, REJECT, headers={"If-Match": new}).status_code,
        post(world, REJECT, headers={"If-Match": "*"}).status_code,
    ]

    assert statuses == [412, 412, 200, 412, 409]
    assert ann(world).name == "Annabel"


def test_a_value_that_was_written_by_hand_is_no_question(world: World) -> None:
    """When a person writes what waits, in whatever spelling, it is superseded."""
    rename(world, "ann  LEE")

    assert pending(world) == ["email"]
    assert [each["field"] for each in world.get("approvals?status=superseded").json()] == ["name"]


@pytest.mark.parametrize(("first_name", "waiting"), [("Ann", ["email"]), ("Bo", ["email", "name"])])
def test_a_value_that_was_written_in_quo_is_no_question(
    world: World, first_name: str, waiting: list[str]
) -> None:
    """An edit made in Quo settles what it says itself, and nothing else."""
    card = ContactCard(first_name=first_name, last_name="Lee", phone_numbers=(make.ANN,))

    world.happens(Happening(type="contact.updated", subject=card, at=NOON))

    assert ann(world).name == f"{first_name} Lee"
    assert pending(world) == waiting
