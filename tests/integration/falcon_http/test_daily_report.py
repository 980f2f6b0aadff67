"""The daily report by HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing.contracts.dead_letters import cause, fail
from tests.integration.falcon_http.world import ORIGIN, World

DAY = "reports/daily?date=2026-04-13"


def test_a_report_has_the_promised_fields(world: World) -> None:
    """What was received, what failed and why, with a link to where one acts on it; for a viewer too."""
    fail(world.crm, "a", at=1)

    report = world.get(DAY, role="viewer").json()

    (group,) = report.pop("groups")
    assert report == {"date": "2026-04-13", "total": 1, "waiting": 0, "failed": 1, "failed_follow_ups": 0}
    assert "a customer's text message" in group.pop("explanation")
    assert group == {
        "id": cause().id,
        "cause": "ValueError in some.place",
        "event_type": "message.received",
        "count": 1,
        "put_right": 0,
        "first_seen": "2026-04-13T12:00:01.123456Z",
        "last_seen": "2026-04-13T12:00:01.123456Z",
        "done": "Nobody has looked at it yet.",
        "link": f"{ORIGIN}/failures/{cause().id}",
    }


def test_a_day_without_events_has_a_report(world: World) -> None:
    """Nothing came and nothing failed."""
    report = world.get(DAY).json()

    assert report == {
        "date": "2026-04-13",
        "total": 0,
        "waiting": 0,
        "failed": 0,
        "failed_follow_ups": 0,
        "groups": [],
    }


def test_without_a_date_it_is_yesterday(world: World) -> None:
    """The last day that is over."""
    world.clock.advance(timedelta(days=1))

    report = world.get("reports/daily").json()

    assert report["date"] == "2026-04-13"


@pytest.mark.parametrize(
    "query",
    ["date=", "date=yesterday", "date=2026-02-30", "date=2026-04-14", "date=1999-12-31", "day=2026-04-13"],
)
def test_bad_days_are_refused(world: World, query: str) -> None:
    """What is no day, or has not come yet, is bad input."""
    answer = world.get(f"reports/daily?{query}")

    assert answer.status_code == 400


def test_a_poll_sees_what_was_done(world: World) -> None:
    """The report is unchanged until somebody does something about a failure."""
    fail(world.crm, "a", at=1)
    tag = world.get(DAY).headers["ETag"]
    before = world.get(DAY, headers={"If-None-Match": tag}).status_code

    world.ask("POST", f"/api/v1/failures/{cause().id}/ignore")

    after = world.get(DAY, headers={"If-None-Match": tag})
    assert (before, after.status_code) == (304, 200)
    assert after.json()["groups"][0]["done"] == "It is ignored."
