"""Decoding in one word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from openphone_crm.codec import decode
from openphone_crm.events import Report

ReportT = TypeVar("ReportT", bound=Report)

RECEIVED = datetime(2026, 3, 2, 12, tzinfo=UTC)


def reports(payload: Mapping[str, Any]) -> tuple[Report, ...]:
    """Everything that a payload reports."""
    return decode(payload, received_at=RECEIVED, digest="d1")


def the(kind: type[ReportT], payload: Mapping[str, Any]) -> ReportT:
    """The only report of a kind in a payload."""
    (found,) = (report for report in reports(payload) if isinstance(report, kind))
    return found


def at(time: str) -> datetime:
    """The time on the day of all these payloads."""
    return datetime.fromisoformat(f"2026-03-02T{time}+00:00")
