"""How it went, by HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.moments import format_moment
from openphone_crm.rolling import Rolling
from openphone_crm.rollups import Span
from openphone_crm.testing import events
from tests.integration.falcon_http.world import World, make_world


@pytest.fixture
def world() -> World:
    """Lend a world in which a text was received and worked on."""
    world = make_world()
    world.happens(events.message_received("Hi", created_at=world.clock.now()))
    rolling = Rolling(rollups=world.crm.rollups, figures=world.crm.figures, clock=world.clock)
    rolling.sample()
    rolling.roll()
    return world


def test_a_day_in_hours(world: World) -> None:
    """Pairs of a moment and an amount, the oldest first; it is what is asked for without a span."""
    answer = world.get("status/history", role="viewer")

    history = answer.json()
    now = Span.HOUR.begin(world.clock.now())
    assert history == world.get("status/history?span=day").json()
    assert (history["span"], history["step_seconds"]) == ("day", 3600)
    assert history["begins_at"] == format_moment(now - timedelta(hours=23))
    assert {name: points[-1] for name, points in history["series"].items()} == {
        "received": [format_moment(now), 1],
        "processed": [format_moment(now), 1],
        "failed": [format_moment(now), 0],
        "retried": [format_moment(now), 0],
        "usd": [format_moment(now), 0],
        "p50": [format_moment(now), 125],
        "p95": [format_moment(now), 125],
        "p99": [format_moment(now), 125],
        "depth_max": [format_moment(now), 0],
    }
    assert history["series"]["received"][0] == [history["begins_at"], None]


@pytest.mark.parametrize(("span", "step", "steps"), [("week", 3600, 168), ("month", 86_400, 31)])
def test_longer_stretches(world: World, span: str, step: int, steps: int) -> None:
    """A week in hours, a month in days."""
    history = world.get(f"status/history?span={span}").json()

    assert (history["step_seconds"], {len(points) for points in history["series"].values()}) == (
        step,
        {steps},
    )
    assert history["series"]["received"][-1][1] == 1


@pytest.mark.parametrize("query", ["span=year", "span=", "since=2026-01-01", "span=day&span=day"])
def test_what_cannot_be_asked(world: World, query: str) -> None:
    """Anything but the three spans."""
    assert world.get(f"status/history?{query}").status_code == 400


def test_what_says_the_same_is_not_said_again(world: World) -> None:
    """Whoever has it gets 304."""
    first = world.get("status/history")

    again = world.get("status/history", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
