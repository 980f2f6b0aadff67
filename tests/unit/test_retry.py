"""Tests of when to try again, and when to stop trying."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import PayloadError, UnavailableError
from openphone_crm.retry import RetryPolicy
from tests.unit.reports import NOON

AWAY = UnavailableError("database", "gone")
EVENTS = st.text(st.characters(codec="utf-8"), max_size=36)


def delay(policy: RetryPolicy, event_id: str, retries_made: int) -> timedelta | None:
    """How long the policy waits after that many retries."""
    again = policy.next_attempt(AWAY, work_id=event_id, retries_made=retries_made, now=NOON)
    return None if again is None else again - NOON


@given(EVENTS)
def test_there_are_three_retries_after_60_120_and_240_seconds(event_id: str) -> None:
    """Each is spread by at most 20 % either way; then the event goes to the dead letters."""
    delays = [delay(RetryPolicy(), event_id, made) for made in range(5)]

    for waited, seconds in zip(delays[:3], (60, 120, 240), strict=True):
        assert waited is not None
        assert timedelta(seconds=seconds * 0.8) <= waited <= timedelta(seconds=seconds * 1.2)
    assert delays[3:] == [None, None]


@given(event_id=EVENTS, made=st.integers(0, 1))
def test_every_retry_waits_longer(event_id: str, made: int) -> None:
    """The spread never makes a later retry come sooner than the one before."""
    first, second = delay(RetryPolicy(), event_id, made), delay(RetryPolicy(), event_id, made + 1)

    assert first is not None
    assert second is not None
    assert first < second


@given(
    base=st.timedeltas(timedelta(), timedelta.max),
    retries=st.integers(1, 10**9),
    made=st.integers(0, 10**9),
    event_id=EVENTS,
)
def test_nothing_overflows(base: timedelta, retries: int, made: int, event_id: str) -> None:
    """Whatever base and number of retries are set, the delay is finite and bounded."""
    waited = delay(RetryPolicy(base=base, retries=retries), event_id, made)

    assert (waited is None) is (made >= retries)
    assert waited is None or timedelta() <= waited <= timedelta(days=36)


@given(EVENTS)
def test_the_same_decision_is_made_everywhere(event_id: str) -> None:
    """The spread comes from the event and the retry, not from chance."""
    assert delay(RetryPolicy(), event_id, 1) == delay(RetryPolicy(), event_id, 1)


def test_events_are_spread() -> None:
    """What failed together does not come back together."""
    delays = {delay(RetryPolicy(), f"event-{number}", 0) for number in range(100)}

    assert len(delays) == 100


def test_what_cannot_change_is_not_tried_again() -> None:
    """A payload that cannot be read goes to the dead letters at once."""
    error = PayloadError("no usable id", "call.completed")

    again = RetryPolicy().next_attempt(error, work_id="event-1", retries_made=0, now=NOON)

    assert again is None


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyError("x"), AWAY])
def test_any_other_error_is_tried_again(error: Exception) -> None:
    """A bug may be mended and a store may come back before the last retry."""
    again = RetryPolicy().next_attempt(error, work_id="event-1", retries_made=0, now=NOON)

    assert again is not None
