"""The end of all waiting on one connection, however little comes at a time."""

from __future__ import annotations

import ssl

import httpcore2
import pytest

from adapters.openphone_rest.network import Deadline, TimedStream


class Patient(httpcore2.NetworkStream):
    """A connection that tells how long it would wait."""

    def __init__(self) -> None:
        self.waits: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - one byte will do
        """Have a byte at once."""
        self.waits.append(timeout)
        return b"2"


def test_each_wait_is_within_what_is_left() -> None:
    """A limit for each silence holds only as far as the whole has time for it."""
    inner, deadline = Patient(), Deadline()
    stream = TimedStream(inner, deadline)

    with deadline.within(60):
        stream.read(1, 5)
        stream.read(1, 3600)
    stream.read(1, 3600)

    short, cut, whole = inner.waits
    assert (short, whole) == (5, 3600)
    assert cut is not None
    assert cut <= 60


def test_when_no_time_is_left_nothing_is_read() -> None:
    """Whoever sends a byte now and then is not listened to for ever."""
    inner, deadline = Patient(), Deadline()

    with deadline.within(0), pytest.raises(httpcore2.ReadTimeout):
        TimedStream(inner, deadline).read(1, 5)

    assert inner.waits == []


def test_a_connection_that_comes_too_late_was_none() -> None:
    """Nothing has been asked when there was no time left to agree on encryption."""
    deadline = Deadline()

    with deadline.within(0), pytest.raises(httpcore2.ConnectTimeout):
        TimedStream(Patient(), deadline).start_tls(ssl.create_default_context())
