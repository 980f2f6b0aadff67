"""The clock of this machine."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from adapters.system_clock import SystemClock


def test_the_time_is_aware_and_in_utc() -> None:
    """The present moment carries its zone."""
    now = SystemClock().now()

    assert now.utcoffset() == timedelta(0)


def test_ids_are_uuids_of_version_7() -> None:
    """An id is a UUID that begins with the milliseconds since 1970."""
    clock = SystemClock()
    before = datetime.now(UTC)

    id_ = UUID(clock.new_id())

    assert (id_.version, id_.variant) == (7, "specified in RFC 4122")
    assert abs((id_.int >> 80) - before.timestamp() * 1000) < 60_000


def test_later_ids_sort_after_earlier_ones() -> None:
    """Also those of one moment are in order, and none is given twice."""
    clock = SystemClock()

    ids = [clock.new_id() for _ in range(5_000)]

    assert ids == sorted(set(ids))


def test_ids_stay_in_order_when_the_time_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that jumps back does not disorder what is named after it."""
    clock = SystemClock()
    earlier = clock.new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    later = clock.new_id()

    assert later > earlier


def test_threads_never_share_an_id() -> None:
    """Several threads may ask at once."""
    clock = SystemClock()

    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda _: clock.new_id(), range(2_000)))

    assert len(set(ids)) == 2_000
