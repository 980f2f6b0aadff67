"""Tests of how a call ended, and how long it was."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from openphone_crm.crm import Outcome
from openphone_crm.events import Direction
from openphone_crm.outcomes import duration_of, outcome_of
from tests.unit.reports import NOON, a_call, minute

INCOMING, OUTGOING = Direction.INCOMING, Direction.OUTGOING


@pytest.mark.parametrize("facts", [{"forwarded": True}, {"answered": True}, {"answered_at": NOON}, {}])
def test_a_call_without_end_is_unknown(facts: dict[str, object]) -> None:
    """Whatever else is known, no outcome is told before an end is."""
    found = outcome_of(a_call(direction=INCOMING, **facts))

    assert found is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"forwarded": True, "ai_handled": True, "answered_at": NOON}, Outcome.FORWARDED),
        ({"ai_handled": True, "answered_at": NOON}, Outcome.ANSWERED_BY_AI),
        ({"answered_by": "SYagent00001", "answered_at": NOON}, Outcome.ANSWERED_BY_AI),
        ({"answered_by": "USshop00001", "answered_at": NOON}, Outcome.ANSWERED),
        ({"answered": True}, Outcome.ANSWERED),
        ({"answered_by": "USshop00001"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("end", [{"ended": True}, {"completed_at": minute(1)}])
@pytest.mark.parametrize(
    ("way", "unanswered"),
    [(INCOMING, Outcome.MISSED), (OUTGOING, Outcome.NO_ANSWER), (None, Outcome.UNKNOWN)],
)
def test_the_first_that_fits_is_the_outcome(
    facts: dict[str, object],
    outcome: Outcome | None,
    end: dict[str, object],
    way: Direction | None,
    unanswered: Outcome,
) -> None:
    """Forwarded, then the AI agent, then answered, else missed or no answer by direction."""
    found = outcome_of(a_call(direction=way, **facts, **end))

    assert found is (outcome or unanswered)


def test_status_alone_decides_nothing() -> None:
    """A missed call is `completed` too."""
    found = outcome_of(a_call(direction=INCOMING, status="completed", ended=True))

    assert found is Outcome.MISSED


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, 0), (0.4, 0), (0.5, 1), (1.5, 2), (299.499, 299), (299.5, 300), (-3, 0)]
)
def test_duration_runs_from_answer_to_end(seconds: float, told: int) -> None:
    """It is rounded to whole seconds, halves up, and never negative."""
    call = a_call(answered_at=NOON, completed_at=NOON + timedelta(seconds=seconds), talk_seconds=77)

    found = duration_of(call)

    assert found == told


@pytest.mark.parametrize("way", [INCOMING, OUTGOING])
def test_an_unanswered_call_lasted_no_time(way: Direction) -> None:
    """Ringing is no talk, whatever OpenPhone calls its duration."""
    found = duration_of(a_call(direction=way, ended=True, talk_seconds=16))

    assert found == 0


@pytest.mark.parametrize(("seconds", "told"), [(300.0, 300), (299.5, 300), (None, None)])
def test_else_the_duration_is_openphones(seconds: float | None, told: int | None) -> None:
    """Where nobody says when the call was answered, the current version's duration counts."""
    found = duration_of(a_call(direction=INCOMING, ended=True, answered=True, talk_seconds=seconds))

    assert found == told


def test_a_running_call_has_no_duration() -> None:
    """An answered call that has not ended is not measured."""
    found = duration_of(a_call(direction=INCOMING, answered_at=NOON, talk_seconds=5))

    assert found is None


def test_every_call_has_an_outcome() -> None:
    """All that can be known of a call in any combination leads to one outcome and one duration."""
    facts = ("ended", "forwarded", "answered", "ai_handled")

    found = [
        outcome_of(a_call(direction=way, **dict(zip(facts, values, strict=True))))
        for way in (None, INCOMING, OUTGOING)
        for values in product((True, None), repeat=len(facts))
    ]

    assert set(found) == set(Outcome)
