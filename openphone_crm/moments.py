"""Moments in time as OpenPhone writes them, and as this product shows them."""

from __future__ import annotations

from datetime import UTC, datetime


def parse_moment(value: object) -> datetime | None:
    """
    The aware UTC time that a payload names, or None where it names none that can be read.

    OpenPhone mixes three forms, even within one payload: milliseconds with `Z`, whole seconds
    with `+00:00`, whole seconds with `Z`.

    >>> parse_moment("2023-08-20T21:17:52+00:00")
    datetime.datetime(2023, 8, 20, 21, 17, 52, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(value, str) or not value.isascii():
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_moment(moment: datetime) -> str:
    """
    The moment in ISO 8601, UTC, milliseconds and `Z`; microseconds only where there are any.

    >>> format_moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05.000Z'
    """
    precision = "milliseconds" if moment.microsecond % 1000 == 0 else "microseconds"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds from start to end, halves rounded up, never negative."""
    return max(int((end - start).total_seconds() + 0.5), 0)
