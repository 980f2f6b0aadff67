"""What failed is put right: by hand, one or a thousand, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from adapters.sqlalchemy_repository.tables import webhook_events
from entrypoints.embedded import draining
from entrypoints.scheduler import scheduling
from openphone_crm.retry_jobs import JobState, RetryFilter
from openphone_crm.work_records import Status
from tests.integration.breakdown import Shop, broken_shop
from tests.integration.falcon_http.world import World, make_world
from tests.integration.waiting import wait_until

EVENTS = "/api/v1/webhook-events"
MANY = 1_000


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """Lend a shop with a bug on each kind of database."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/crm.db" if is_sqlite else request.getfixturevalue("postgresql_url")
    with broken_shop(url) as broken:
        yield broken


@pytest.fixture
def world(shop: Shop) -> World:
    """Lend the API over that shop."""
    database = shop.application.database
    return make_world(
        events=database.events,
        changes=database.changes,
        retrying=shop.application.retrying,
        replies=database.replies,
    )


def step(shop: Shop, world: World, address: str) -> dict[str, Any]:
    """Let a second pass: the scheduler comes round, the workers work, and somebody polls."""
    shop.application.retrying.advance_all()
    shop.work()
    job: dict[str, Any] = world.ask("GET", address).json()
    return job


def test_one_is_put_right(shop: Shop, world: World) -> None:
    """An event that failed for good is retried after its cause is mended, and is processed once."""
    (event_id,) = shop.receive(1)
    shop.work()
    failed = shop.event(event_id).event
    shop.bug.is_mended = True

    answers = [
        world.ask("POST", f"{EVENTS}/{event_id}/retry", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    shop.work()
    late = world.ask("POST", f"{EVENTS}/{event_id}/retry")

    detail = shop.event(event_id)
    assert (failed.status, failed.error_message is None) == (Status.FAILED, False)
    assert [answer.status_code for answer in (*answers, late)] == [202, 202, 409]
    assert (detail.event.status, detail.event.error_message) == (Status.PROCESSED, None)
    assert [attempt.outcome for attempt in detail.attempts] == ["failed", "processed"]
    assert shop.bug.done == {event_id: 1}


def test_what_is_not_mended_fails_again(shop: Shop, world: World) -> None:
    """A retry that comes too early ends in the dead letters, is counted so, and can be repeated."""
    event_ids = shop.receive(3)
    shop.work()

    address = world.ask("POST", f"{EVENTS}/retry").headers["Location"]
    step(shop, world, address)
    job = step(shop, world, address)

    assert (job["state"], job["done"], job["failed"]) == ("done", 0, 3)
    assert {shop.event(event_id).event.status for event_id in event_ids} == {Status.FAILED}
    assert {len(shop.event(event_id).attempts) for event_id in event_ids} == {2}
    assert world.ask("POST", f"{EVENTS}/retry", json={"dry_run": True}).json()["count"] == 3


def test_a_thousand_are_put_right_and_cancelled_midway(shop: Shop, world: World) -> None:
    """Progress is seen; a cancel leaves the rest alone; a second job does it; and each event is done once."""
    event_ids = shop.have_failed(MANY)
    shop.bug.is_mended = True

    address = world.ask("POST", f"{EVENTS}/retry", json={"status": "failed"}).headers["Location"]
    seen = [step(shop, world, address) for _ in range(3)]
    cancelled = world.ask("DELETE", address)
    seen.append(step(shop, world, address))

    left = world.ask("POST", f"{EVENTS}/retry", json={"dry_run": True}).json()["count"]
    again = world.ask("POST", f"{EVENTS}/retry").headers["Location"]
    rest = [step(shop, world, again) for _ in range(3)]
    assert [(job["state"], job["total"], job["done"]) for job in seen] == [
        ("running", MANY, 0),
        ("running", MANY, 200),
        ("running", MANY, 400),
        ("cancelled", MANY, 600),
    ]
    assert (cancelled.status_code, left, len(shop.bug.done)) == (204, 400, MANY)
    assert [(job["state"], job["done"]) for job in rest] == [("running", 0), ("running", 200), ("done", 400)]
    assert shop.bug.done == dict.fromkeys(event_ids, 1)


def test_an_event_that_is_gone_holds_up_no_job(shop: Shop) -> None:
    """What was deleted behind a job's back is counted as done: nothing is left to do."""
    gone, _ = shop.have_failed(2)
    shop.bug.is_mended = True
    retrying = shop.application.retrying
    job = retrying.start(RetryFilter(), by="Ann")
    with shop.application.database._connections.writing() as connection:
        connection.execute(delete(webhook_events).where(webhook_events.c.id == gone))

    retrying.advance(job.id)
    shop.work()
    retrying.advance(job.id)

    job = retrying.job(job.id)
    assert (job.state, job.total, job.done) == (JobState.DONE, 2, 2)


def test_the_scheduler_advances_jobs(shop: Shop) -> None:
    """With the threads of a server nobody has to do anything more than to begin the job."""
    shop.have_failed(5)
    shop.bug.is_mended = True
    retrying = shop.application.retrying

    with ExitStack() as threads:
        threads.enter_context(draining(shop.application))
        threads.enter_context(scheduling(shop.application))
        job = retrying.start(RetryFilter(), by="Ann")
        is_done = wait_until(lambda: retrying.job(job.id).state is JobState.DONE)

    assert is_done
    assert retrying.job(job.id).done == 5
    assert set(shop.bug.done.values()) == {1}
