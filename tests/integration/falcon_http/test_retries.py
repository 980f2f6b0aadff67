"""Retrying dead letters over HTTP: one, many, and the job that does it."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status
from tests.integration.falcon_http.world import World

EVENTS = "/api/v1/webhook-events"
RETRY = f"{EVENTS}/retry"
JOBS = "/api/v1/jobs"
KEY = {"Idempotency-Key": "once"}


def dead(world: World, *names: str, **fields: object) -> None:
    """Have these dead letters."""
    world.crm.inbox.add([make.arrival(name, status=Status.FAILED, **fields) for name in names])


def post(world: World, path: str, body: object = None, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as httpx2
    """Post a JSON body, or none."""
    return world.ask("POST", path, **(options if body is None else {"json": body, **options}))


def retry_one(world: World, name: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as httpx2
    """Ask for the retry of one event."""
    return post(world, f"{EVENTS}/{make.event_id(name)}/retry", **options)


def statuses(world: World) -> list[str]:
    """How far the events are, the newest first."""
    return [event["status"] for event in world.get("webhook-events").json()]


def test_one_is_retried(world: World) -> None:
    """The answer is the event as lists show it; it is due and who did it is known."""
    dead(world, "a")

    answer = retry_one(world, "a")

    (listed,) = world.get("webhook-events").json()
    assert (answer.status_code, answer.json()) == (202, listed)
    assert (listed["status"], listed["retry_count"]) == ("pending", 0)
    assert [entry.by for entry in world.crm.audit.of(make.event_id("a"))] == ["operator"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PENDING, "what is pending is tried by itself when it is due"),
        (Status.PROCESSING, "what is processing is being worked on"),
        (Status.PROCESSED, "what is processed is done"),
        (Status.IGNORED, "what is ignored is of a type that nothing is done about"),
    ],
)
def test_what_has_not_failed_is_a_conflict(world: World, status: Status, words: str) -> None:
    """One, and all of that status, are refused with what they are instead."""
    world.crm.inbox.add([make.arrival("a", status=status)])

    answers = [retry_one(world, "a"), post(world, RETRY, {"status": status.value})]

    for answer in answers:
        assert (answer.status_code, answer.json()["detail"]) == (
            409,
            f"{words}; only failed events can be retried.",
        )


def test_what_is_not_there_is_not_found(world: World) -> None:
    """An event and a job that nobody knows, whatever is asked of them."""
    answers = [
        retry_one(world, "a"),
        post(world, f"{EVENTS}/no-uuid/retry"),
        world.get("jobs/nothing"),
        world.ask("DELETE", f"{JOBS}/nothing"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_viewer_retries_nothing(world: World) -> None:
    """Whether it is there or not; how far a job is a viewer may see."""
    dead(world, "a")
    job = post(world, RETRY, {}).headers["Location"]

    refused = [
        retry_one(world, "a", role="viewer"),
        retry_one(world, "b", role="viewer"),
        post(world, RETRY, {"dry_run": True}, role="viewer"),
        world.ask("DELETE", job, role="viewer"),
    ]

    assert [answer.status_code for answer in refused] == [403] * 4
    assert world.ask("GET", job, role="viewer").status_code == 200


def test_a_dry_run_counts(world: World) -> None:
    """How many, and how many of each type; nothing is retried."""
    dead(world, "a", "b", event_type="call.missed")
    dead(world, "c")

    answer = post(world, RETRY, {"status": "failed", "dry_run": True})

    assert answer.status_code == 200
    assert answer.json() == {"count": 3, "by_type": {"call.missed": 2, "message.received": 1}}
    assert statuses(world) == ["failed"] * 3


def test_many_are_retried_by_a_job(world: World) -> None:
    """The answer says where the job is; what it is over, how far it is and its end are seen there."""
    dead(world, "a", "b", event_type="call.missed")
    dead(world, "c")

    answer = post(world, RETRY, {"type": "call.missed", "dry_run": False})
    begun = world.get(answer.headers["Location"].removeprefix("/api/v1/"))
    world.parts.retrying.advance_all()

    job = {"id": answer.json()["id"], "state": "running", "total": 2, "done": 0, "failed": 0}
    assert (answer.status_code, answer.json(), begun.json()) == (202, job, job)
    assert answer.headers["Location"] == f"{JOBS}/{job['id']}"
    assert sorted(statuses(world)) == ["failed", "pending", "pending"]


def test_since_counts_from_the_receipt(world: World) -> None:
    """Only what was received from then on is retried."""
    dead(world, "a")
    dead(world, "b", received_at=make.later(60))

    answer = post(world, RETRY, {"since": "2026-04-13T12:00:30Z"})

    assert answer.json()["total"] == 1


def test_a_job_over_nothing_is_done(world: World) -> None:
    """Where nothing has failed there is nothing to wait for."""
    answer = post(world, RETRY, {})

    assert (answer.status_code, answer.json()["state"], answer.json()["total"]) == (202, "done", 0)


def test_a_job_is_cancelled_once(world: World) -> None:
    """A cancel is 204, and a second one a conflict."""
    dead(world, "a")
    job = post(world, RETRY, {}).headers["Location"]

    answers = [world.ask("DELETE", job), world.ask("DELETE", job)]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].json()["detail"] == "the job is cancelled: there is nothing left to cancel."
    assert world.ask("GET", job).json()["state"] == "cancelled"
    assert statuses(world) == ["failed"]


def test_a_poll_of_a_job_sees_its_progress(world: World) -> None:
    """It is 304 while nothing happens, and new when something has."""
    dead(world, "a")
    path = post(world, RETRY, {}).headers["Location"]
    first = world.ask("GET", path)
    same = {"If-None-Match": first.headers["ETag"]}

    unchanged = world.ask("GET", path, headers=same)
    world.ask("DELETE", path)

    changed = world.ask("GET", path, headers=same)
    assert (unchanged.status_code, changed.status_code) == (304, 200)


def test_a_repeated_request_retries_once(world: World) -> None:
    """With the same key both requests get the answer of the first, for one as for many."""
    dead(world, "a")
    dead(world, "b", event_type="call.missed")
    order = {"type": "call.missed"}

    ones = [retry_one(world, "a", headers=KEY) for _ in range(2)]
    jobs = [post(world, RETRY, order, headers=KEY) for _ in range(2)]
    other = post(world, RETRY, {}, headers=KEY)

    assert [(one.status_code, one.content) for one in ones] == [(202, ones[0].content)] * 2
    assert jobs[0].headers["Location"] == jobs[1].headers["Location"]
    assert len(world.crm.retry_jobs.unfinished()) == 1
    assert other.status_code == 409
