"""Groups of dead letters by HTTP: looked at, decided on and retried."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from openphone_crm.failures import FailureState
from openphone_crm.testing.contracts.dead_letters import cause, fail, fail_follow_up, mend
from tests.integration.falcon_http.world import World, make_world

GROUP = cause().id
ACTS = {"acknowledge": "acknowledged", "resolve": "resolved", "ignore": "ignored"}
KEY = {"Idempotency-Key": "once"}


@pytest.fixture
def world() -> World:
    """Lend a world with two dead letters of one cause."""
    world = make_world()
    fail(world.crm, "a", at=1)
    fail(world.crm, "b", at=2)
    return world


def act(world: World, name: str, failure_id: str = GROUP, **options: Any) -> httpx2.Response:  # noqa: ANN401 - whatever the client takes
    """Ask for something to be done to a group."""
    return world.ask("POST", f"/api/v1/failures/{failure_id}/{name}", **options)


def test_groups_are_listed(world: World) -> None:
    """A group has exactly the promised fields, for a viewer too."""
    groups = world.get("failures", role="viewer").json()

    assert groups == [
        {
            "id": GROUP,
            "cause": "ValueError in some.place",
            "event_type": "message.received",
            "count": 2,
            "first_seen": "2026-04-13T12:00:01.123456Z",
            "last_seen": "2026-04-13T12:00:02.123456Z",
            "state": "open",
            "explanation": groups[0]["explanation"],
        }
    ]
    assert "a customer's text message" in groups[0]["explanation"]


def test_pages_follow_each_other(world: World) -> None:
    """The group seen last comes first, and the link leads to the others."""
    fail(world.crm, "c", at=3, why=cause(place="another"))

    first = world.get("failures?limit=1")
    second = world.send(
        "GET", first.links["next"]["url"], headers={"Authorization": "Bearer operator-secret"}
    )

    assert [group["cause"] for group in (*first.json(), *second.json())] == [
        "ValueError in another",
        "ValueError in some.place",
    ]
    assert "next" not in second.links


@pytest.mark.parametrize("state", [state.value for state in FailureState])
def test_groups_are_found_by_state(world: World, state: str) -> None:
    """The one group is open, and nothing else."""
    groups = world.get(f"failures?state={state}").json()

    assert len(groups) == (state == "open")


@pytest.mark.parametrize("query", ["state=broken", "state=", "limit=0", "cursor=x", "type=call.missed"])
def test_bad_queries_are_refused(world: World, query: str) -> None:
    """What is no state, page or parameter is bad input."""
    assert world.get(f"failures?{query}").status_code == 400


@pytest.mark.parametrize(("name", "state"), ACTS.items())
def test_an_act_answers_with_the_group(world: World, name: str, state: str) -> None:
    """The answer is the group as the list shows it from then on, and who did it is kept."""
    answer = act(world, name)

    assert (answer.status_code, answer.json()["state"]) == (200, state)
    assert world.get("failures").json() == [answer.json()]
    assert [entry.by for entry in world.crm.audit.of(GROUP)] == ["operator"]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_was_done_is_a_conflict(world: World, name: str) -> None:
    """The second time the answer says that it is so already; under the same key it is the first answer."""
    first = act(world, name, headers=KEY)

    again, repeated = act(world, name), act(world, name, headers=KEY)

    assert again.status_code == 409
    assert "already" in again.json()["detail"]
    assert (repeated.status_code, repeated.content) == (200, first.content)


@pytest.mark.parametrize("name", [*ACTS, "retry"])
def test_whoever_may_not_act_is_told_so(world: World, name: str) -> None:
    """A viewer is forbidden whether or not the group exists; an unknown group is not found."""
    statuses = [
        act(world, name, role="viewer").status_code,
        act(world, name, "nobody", role="viewer").status_code,
        act(world, name, role=None).status_code,
        act(world, name, "nobody").status_code,
    ]

    assert statuses == [403, 403, 401, 404]


@pytest.mark.parametrize("name", [*ACTS, "retry"])
def test_an_act_asks_nothing(world: World, name: str) -> None:
    """A body with a field, one that is no JSON, and a query are bad input."""
    statuses = [
        act(world, name, json={"state": "open"}).status_code,
        act(world, name, content=b"yes", headers={"Content-Type": "text/plain"}).status_code,
        world.ask("POST", f"/api/v1/failures/{GROUP}/{name}?now=true").status_code,
    ]

    assert statuses == [400, 415, 400]


def test_a_poll_sees_a_decision(world: World) -> None:
    """The list is unchanged until somebody decides."""
    tag = world.get("failures").headers["ETag"]
    before = world.get("failures", headers={"If-None-Match": tag}).status_code

    act(world, "ignore")

    assert (before, world.get("failures", headers={"If-None-Match": tag}).status_code) == (304, 200)


def test_a_group_is_retried_by_a_job(world: World) -> None:
    """Every event of the group, and no other, is in the job that the answer leads to."""
    fail(world.crm, "c", at=3, why=cause(place="another"))

    answer = act(world, "retry")

    assert answer.status_code == 202
    job = world.send(
        "GET", answer.headers["Location"], headers={"Authorization": "Bearer operator-secret"}
    ).json()
    assert job == answer.json()
    assert (job["state"], job["total"]) == ("running", 2)


def test_follow_ups_of_a_group_are_retried_at_once(world: World) -> None:
    """No job counts them: the group is empty as soon as the answer is there."""
    why = cause(event_type="send")
    fail_follow_up(world.crm, "c", at=1)

    answer = act(world, "retry", why.id)

    assert (answer.status_code, answer.json()["state"], answer.json()["total"]) == (202, "done", 0)
    counts = {group["event_type"]: group["count"] for group in world.get("failures").json()}
    assert counts == {"send": 0, "message.received": 2}


def test_nothing_that_is_done_is_retried(world: World) -> None:
    """When all of a group was put right, retrying it is a conflict that says so."""
    mend(world.crm, "a", at=3)
    mend(world.crm, "b", at=4)

    answer = act(world, "retry")

    assert answer.status_code == 409
    assert "nothing of this group is failed" in answer.json()["detail"]
    assert world.get("failures").json()[0]["state"] == "resolved"
