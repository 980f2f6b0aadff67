"""When OpenPhone is asked again, and when no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from openphone_crm.chasing import PATIENCE, asked_again_at
from openphone_crm.remote import FetchedKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def waits(kind: FetchedKind) -> list[float]:
    """How many seconds lie between one question and the next, the first ten seconds after noon."""
    now, found = NOON + timedelta(seconds=10), []
    while (again := asked_again_at(kind, since=NOON, now=now)) is not None:
        found.append((again - now).total_seconds())
        now = again
    return found


def test_each_wait_is_twice_the_last() -> None:
    """Most is ready within a minute, and what is not may take long."""
    assert waits(FetchedKind.VOICEMAIL)[:8] == [10, 20, 40, 80, 160, 320, 600, 600]


def test_it_ends() -> None:
    """A voicemail is given up after six hours, and words after a day."""
    assert 6 * 3600 <= sum(waits(FetchedKind.VOICEMAIL)) < 6 * 3600 + 600
    assert 24 * 3600 <= sum(waits(FetchedKind.SUMMARY)) < 24 * 3600 + 600


def test_everything_has_an_end() -> None:
    """Nothing that can be asked for is asked for for ever."""
    assert PATIENCE.keys() == set(FetchedKind)


def test_what_is_asked_for_late_is_asked_for_once() -> None:
    """A worker that comes back after a day does not begin to wait then."""
    now = NOON + timedelta(days=2)

    again = asked_again_at(FetchedKind.VOICEMAIL, since=NOON, now=now)

    assert again is None


def test_the_first_wait_is_never_shorter_than_the_shortest() -> None:
    """A question that is put at once is not put again at once."""
    again = asked_again_at(FetchedKind.CALL, since=NOON, now=NOON)

    assert again == NOON + timedelta(seconds=10)
