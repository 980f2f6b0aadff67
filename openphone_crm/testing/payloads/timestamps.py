"""The three ways in which OpenPhone writes a time, sometimes all in one payload."""

from __future__ import annotations

from datetime import UTC, datetime


def milliseconds(moment: datetime | None) -> str | None:
    """Write `2022-01-24T19:22:19.000Z`."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def with_offset(moment: datetime | None) -> str | None:
    """Write `2023-08-20T21:17:52+00:00`."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def whole_seconds(moment: datetime | None) -> str | None:
    """Write `2022-01-01T00:00:00Z`."""
    return (
        None
        if moment is None
        else moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    )
