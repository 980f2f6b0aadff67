"""The pages about dead letters by cause, and about a day's."""

from __future__ import annotations

import pytest

from openphone_crm.testing.contracts.dead_letters import cause, fail
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

GROUP = f"/failures/{cause().id}"


@pytest.fixture
def failing(world: World) -> World:
    """Lend a world with two dead letters of one cause."""
    fail(world.crm, "a", at=1)
    fail(world.crm, "b", at=2)
    return world


def test_nothing_has_failed(visitor: Visitor) -> None:
    """Where nothing has failed, the page says that all is well."""
    assert "Nothing waits here" in visitor.get("/failures").text


def test_failures_stand_by_cause(failing: World, visitor: Visitor) -> None:
    """A group says how often, of what, why in words, and the title counts the causes."""
    page = visitor.get("/failures").text

    assert "2 failures of message.received" in page
    assert "a customer&#39;s text message" in page
    assert "<title>(1) Failures" in page
    assert failing.get("failures").json()[0]["state"] == "open"


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [
        ("acknowledge", "acknowledged", "somebody is at it"),
        ("resolve", "resolved", "Marked as resolved"),
        ("ignore", "ignored", "Ignored from now on"),
    ],
)
def test_a_person_decides(failing: World, visitor: Visitor, act: str, state: str, words: str) -> None:
    """What is decided is kept and said; decided again, it is told that it was."""
    answer = visitor.post(f"{GROUP}/{act}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/failures")
    assert words in visitor.get("/failures").text
    assert failing.get("failures").json()[0]["state"] == state
    visitor.post(f"{GROUP}/{act}")
    assert f"Nothing was changed: this group is {state} already." in visitor.get("/failures").text
    assert "2 failures of message.received" in visitor.get(f"/failures?state={state}").text


@pytest.mark.usefixtures("failing")
def test_a_group_is_retried_as_a_job(visitor: Visitor) -> None:
    """Retrying a group leads to the job that does it."""
    job = visitor.post(f"{GROUP}/retry").headers["location"]

    assert job.startswith("/webhook-events/jobs/")
    assert "Retrying 2 events" in visitor.get(job).text


def test_a_viewer_decides_nothing(failing: World) -> None:
    """Viewers see failures, are offered nothing, and are refused."""
    visitor = Visitor.signed_in(failing, "viewer")

    assert "Retry all" not in visitor.get("/failures").text
    assert visitor.post(f"{GROUP}/retry").status_code == 403


def test_the_report_of_a_day(failing: World, visitor: Visitor) -> None:
    """What failed on a day stands on its page, with the days around it."""
    page = visitor.get("/reports/daily?date=2026-04-13").text

    assert "Monday, 13 April 2026" in page
    assert "2 failures of message.received" in page
    assert "/reports/daily?date=2026-04-12" in page
    assert failing.clock.now().date().isoformat() == "2026-04-13"
    assert "Day after" not in page


def test_a_day_without_failures(visitor: Visitor) -> None:
    """Yesterday is shown when no day is named; where nothing came, nothing failed."""
    page = visitor.get("/reports/daily?date=").text

    assert "Nothing arrived on that day." in page


@pytest.mark.parametrize("date", ["2026-04-14", "1999-12-31", "tomorrow"])
def test_a_day_that_cannot_be_reported(visitor: Visitor, date: str) -> None:
    """What is no day, or not over, is told as a page."""
    assert visitor.get(f"/reports/daily?date={date}").status_code == 400
