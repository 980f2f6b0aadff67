"""Nobody decides twice, or about what they have not seen; what is settled elsewhere is no question."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.happenings import NOON, ContactCard, Happening
from tests.integration.falcon_http.reading import ANN, NAME, ann, pending, post, rename, suggest, write
from tests.integration.falcon_http.world import World, make_world

KEY = {"Idempotency-Key": "once"}
APPROVE = f"approvals/{NAME.id}/approve"
REJECT = f"approvals/{NAME.id}/reject"
WAITING = f"contacts/{ANN.id}/approvals"
ALL = f"{WAITING}/approve"


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


def test_of_everything_only_what_was_seen_is_approved(world: World) -> None:
    """With the tag of a list to which something was added, or in which something changed, it is 412."""
    old = world.get(WAITING).headers["ETag"]
    more = read.suggestion(
        "more", contact_id=ANN.id, topic=Topic.ADDRESS, asked_current=None, created_at=make.later(2)
    )
    write(world.crm.unit_of_work, suggestions=(more,))
    newer = world.get(WAITING).headers["ETag"]
    rename(world, "Annabel")
    refused = [post(world, ALL, headers={"If-Match": tag}).status_code for tag in (old, newer)]
    seen = world.get(WAITING)

    answer = post(world, ALL, headers={"If-Match": seen.headers["ETag"]})

    assert refused == [412, 412]
    assert [each["field"] for each in seen.json()] == ["address", "email", "name"]
    assert answer.status_code == 200
    assert (ann(world).name, ann(world).address, pending(world)) == ("Ann Lee", "Ann Lee", [])


def test_what_was_seen_may_be_approved_though_it_changed(world: World) -> None:
    """Whoever names the approval as it is now has seen the field as it is now."""
    rename(world, "Annabel")
    seen = world.get(f"approvals/{NAME.id}").headers["ETag"]

    answer = post(world, APPROVE, headers={"If-Match": seen})

    assert (answer.status_code, ann(world).name) == (200, "Ann Lee")
    assert answer.json()["current_value"] == "Annabel"


def test_whatever_it_is_says_nothing_of_what_was_seen(world: World) -> None:
    """An asterisk names no version, so that a field that changed is shown first."""
    rename(world, "Annabel")

    answer = post(world, APPROVE, headers={"If-Match": "*"})

    assert (answer.status_code, ann(world).name) == (409, "Annabel")


@pytest.mark.parametrize("path", [APPROVE, ALL])
def test_what_one_was_shown_the_next_has_not_seen(world: World, path: str) -> None:
    """The second person approves what they saw before the edit: they are told as the first one was."""
    rename(world, "Annabel")
    first = post(world, path)

    second = post(world, path, role="admin")

    assert (first.status_code, second.status_code, ann(world).name) == (409, 409, "Annabel")
    assert second.json()["approval"]["current_value"] == "Annabel"
    assert post(world, path, role="admin").status_code == 200


def test_everything_that_changed_is_shown_before_it_is_written_over(world: World) -> None:
    """The conflict holds each of the changed fields, and none of them is overwritten."""
    edit = {"name": "Annabel", "email": "annabel@example.com"}
    world.ask("PATCH", f"/api/v1/contacts/{ANN.id}", json=edit)

    refused = post(world, ALL)

    shown = {each["field"]: each["current_value"] for each in refused.json()["changed"]}
    assert (refused.status_code, shown) == (409, edit)
    assert (ann(world).name, ann(world).email) == ("Annabel", "annabel@example.com")


@pytest.mark.parametrize("path", [APPROVE, REJECT, ALL])
def test_nonsense_was_never_seen(world: World, path: str) -> None:
    """A tag that nothing ever had is 412, and nothing is written."""
    answer = post(world, path, headers={"If-Match": '"nonsense"'})

    assert (answer.status_code, ann(world).name, pending(world)) == (412, "Ann", ["email", "name"])


def test_what_waits_for_a_contact(world: World) -> None:
    """It is listed whole; an unchanged list is 304, and an unknown contact 404."""
    listed = world.get(WAITING, role="viewer")
    unchanged = world.get(WAITING, headers={"If-None-Match": listed.headers["ETag"]})
    post(world, ALL)

    statuses = [unchanged.status_code, world.get("contacts/x/approvals").status_code]

    assert [each["field"] for each in listed.json()] == ["email", "name"]
    assert (statuses, world.get(WAITING).json()) == ([304, 404], [])
    assert world.get(f"{WAITING}?limit=1").status_code == 400


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
