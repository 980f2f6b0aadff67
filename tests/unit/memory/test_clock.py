"""A clock that one can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from openphone_crm.memory import MemoryClock

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)


def test_it_stands_still() -> None:
    """The time is the one that was given, however often it is asked for."""
    clock = MemoryClock(MIDNIGHT)

    times = [clock.now(), clock.now()]

    assert times == [MIDNIGHT, MIDNIGHT]


def test_it_can_be_moved() -> None:
    """Time passes by as much as is said, and can be set."""
    clock = MemoryClock(MIDNIGHT)

    times = [clock.advance(timedelta(hours=1)), clock.advance(seconds=1.5), clock.now()]
    clock.set(MIDNIGHT)

    assert times == [MIDNIGHT + timedelta(seconds=seconds) for seconds in (3600, 3601.5, 3601.5)]
    assert clock.now() == MIDNIGHT


def test_ids_are_uuids_in_a_row() -> None:
    """Every clock names the same things in the same order, in UUIDs that sort."""
    clock = MemoryClock()

    ids = [clock.new_id() for _ in range(300)]

    assert ids == sorted(set(ids))
    assert [str(UUID(each)) for each in ids] == ids
    assert MemoryClock().new_id() == ids[0]
