"""How the system is, by HTTP, and the alerts of it."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.extraction.readings import Topic, Usage
from openphone_crm.health.faults import Fault, Verdict
from openphone_crm.ids import AlertId
from openphone_crm.moments import format_moment
from openphone_crm.rollups import Figure, Measure, Span, bucket_of
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.dead_letters import cause, fail
from openphone_crm.testing.health_builders import health_check
from tests.integration.falcon_http.reading import write
from tests.integration.falcon_http.world import World, make_world

ALERT = Alert(
    id=AlertId("alert-1"),
    rule=Rule.HEALTH_CHECK,
    severity=Severity.CRITICAL,
    message="The health check failed.",
    since=make.NOON,
)


@pytest.fixture
def world() -> World:
    """Lend a world in which nothing has happened."""
    return make_world()


def test_without_anything_there_is_nothing_to_say(world: World) -> None:
    """Null, and not nought, where nothing is known; every part is there all the same."""
    status = world.get("status", role="viewer").json()

    assert status["alerts"] == []
    assert status["health"] == {"state": "off", "fault": None, "checked_at": None}
    empty = {"depth": 0, "oldest_age_seconds": None}
    assert status["queues"] == {"critical": empty, "standard": empty, "low": empty}
    assert status["metrics"] == {
        "processing_seconds_p50": None,
        "processing_seconds_p95": None,
        "processing_seconds_p99": None,
        "processing_window_seconds": None,
        "failed_ratio_24h": None,
        "failed_24h": 0,
        "retries_24h": 0,
        "health_success_ratio": None,
        "extraction_accuracy": None,
        "gemini_cost_month_usd": 0,
    }
    assert (status["dead_letters"], status["last_delivery_at"], status["heartbeats"]) == ([], None, {})
    assert status["reconciliation"]["total"] == {"checked": 0, "missing": 0, "healed": 0}


def test_what_waits_and_what_was_done(world: World) -> None:
    """What is due waits; what was done took its time, to within a tenth; the last delivery is known."""
    world.happens(events.message_received("Hi", created_at=world.clock.now()))
    world.deliver(events.message_received("Hello?", created_at=world.clock.now()))
    world.clock.advance(seconds=7)

    status = world.get("status").json()

    assert status["queues"]["critical"] == {"depth": 1, "oldest_age_seconds": 7.0}
    metrics = status["metrics"]
    times = [metrics[f"processing_seconds_{name}"] for name in ("p50", "p95", "p99")]
    assert times == [float(bucket_of(120))] * 3
    assert (metrics["processing_window_seconds"], metrics["failed_ratio_24h"]) == (3600, 0)
    assert status["last_delivery_at"] == format_moment(world.clock.now() - timedelta(seconds=7))


def test_what_failed(world: World) -> None:
    """Dead letters by cause, with their share in all that came to its end, and what was tried again."""
    for name in ("one", "two"):
        fail(world.crm, name, at=0)
    minute = Span.MINUTE.begin(world.clock.now())
    counted = ((Measure.FAILED, "ValueError", 2), (Measure.PROCESSED, "0.01", 6), (Measure.RETRIED, "", 3))
    world.crm.rollups.put(Figure(minute, *each) for each in counted)

    status = world.get("status").json()

    metrics = {name: status["metrics"][name] for name in ("failed_ratio_24h", "failed_24h", "retries_24h")}
    assert metrics == {"failed_ratio_24h": 0.25, "failed_24h": 2, "retries_24h": 3}
    (group,) = status["dead_letters"]
    assert group == {
        "id": cause().id,
        "cause": "ValueError in some.place",
        "event_type": "message.received",
        "count": 2,
        "last_seen": format_moment(make.NOON),
    }


def test_costs_by_month(world: World) -> None:
    """The newest month first, over all models, this one beside them."""
    now = world.clock.now()
    for days, model in ((0, "a"), (0, "b"), (40, "a")):
        usage = Usage(input_tokens=100, output_tokens=10, thought_tokens=1)
        call = read.model_call(f"{days}{model}", model=model, begun_at=now - timedelta(days=days))
        world.crm.readings.begin(call, [call.id], patience=timedelta(minutes=3))
        world.crm.readings.end(attrs.evolve(call, ended_at=now, usage=usage, usd=0.25), {})

    extraction = world.get("status").json()["extraction"]

    april = {"calls": 2, "unknown_calls": 0, "input_tokens": 200, "output_tokens": 22, "usd": 0.5}
    march = {"calls": 1, "unknown_calls": 0, "input_tokens": 100, "output_tokens": 11, "usd": 0.25}
    assert extraction["months"] == [{"month": "2026-04", **april}, {"month": "2026-03", **march}]
    assert extraction["month"] == {**april, "budget_usd": None}


def test_what_a_health_check_found(world: World) -> None:
    """The last one that is over, and the share of those that were well."""
    for number, fault in enumerate((None, Fault.API_KEY)):
        check = health_check(f"{number}", started_at=make.later(number))
        world.crm.health_checks.begin(check)
        world.crm.health_checks.update(check.concluded(Verdict(fault, ""), make.later(number + 120)))
    board = attrs.evolve(world.parts.status_board, checks_health=True)
    checked = make_world(status_board=board)

    status = checked.get("status").json()

    assert status["health"] == {
        "state": "failing",
        "fault": Fault.API_KEY.value,
        "checked_at": "2026-04-13T12:02:01.123456Z",
    }
    assert status["metrics"]["health_success_ratio"] == 0.5


def test_how_right_readings_were(world: World) -> None:
    """By field, with where the truth lies, and whether it is added without asking."""
    rights = [True] * 15 + [False] * 5
    entries = tuple(
        attrs.evolve(read.extraction(f"{number}"), topic=Topic.NAME, model="pattern/1", is_correct=right)
        for number, right in enumerate(rights)
    )
    write(world.crm.unit_of_work, extractions=entries)

    status = world.get("status").json()

    precision = status["extraction"]["precision"]["name"]
    assert status["metrics"]["extraction_accuracy"] == 0.75
    assert (precision["reviewed"], precision["correct"], precision["precision"]) == (20, 15, 0.75)
    assert 0.5 < precision["low"] < 0.75 < precision["high"] < 0.9
    assert precision["adds_without_asking"] is False


def test_an_open_alert_is_shown_and_acknowledged(world: World) -> None:
    """The first who acknowledges it stays; it is open until it is over."""
    world.crm.alert_book.add(ALERT, telling=())
    before = world.get("status").json()["alerts"]

    answers = [
        world.ask("POST", f"/api/v1/alerts/{ALERT.id}/acknowledge", role=role)
        for role in ("operator", "admin")
    ]

    assert before == [
        {
            "id": ALERT.id,
            "rule": "health_check",
            "severity": "critical",
            "message": "The health check failed.",
            "since": "2026-04-13T12:00:00.123456Z",
            "acknowledged_at": None,
            "acknowledged_by": None,
            "ended_at": None,
        }
    ]
    assert [answer.json()["acknowledged_by"] for answer in answers] == ["operator", "operator"]
    assert world.get("alerts?open=true").json() == world.get("status").json()["alerts"]
    assert world.get("alerts?open=false").json() == []


def test_an_unknown_alert_is_not_found(world: World) -> None:
    """And a viewer acknowledges nothing."""
    unknown = world.ask("POST", "/api/v1/alerts/no-such-one/acknowledge")
    viewer = world.ask("POST", f"/api/v1/alerts/{ALERT.id}/acknowledge", role="viewer")

    assert (unknown.status_code, viewer.status_code) == (404, 403)


def test_a_status_that_says_the_same_is_not_said_again(world: World) -> None:
    """Whoever has it gets 304."""
    first = world.get("status")

    again = world.get("status", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
