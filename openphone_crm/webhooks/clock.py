"""When a delivery says it was signed: near enough to now, and in the right unit."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs

from openphone_crm.webhooks.values import Refusal

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Unit:
    """What a scheme counts its time in: how its digits must look, and how today's do look."""

    name: str
    length: timedelta
    digits: re.Pattern[str]
    typical: re.Pattern[str]


# `[0-9]`, because `\d` takes the digits of every script; no pattern reaches beyond the year 9999.
SECONDS: Final = Unit(
    name="seconds",
    length=timedelta(seconds=1),
    digits=re.compile(r"[0-9]{1,11}"),
    typical=re.compile(r"[0-9]{10}"),
)
MILLISECONDS: Final = Unit(
    name="milliseconds",
    length=timedelta(milliseconds=1),
    digits=re.compile(r"[0-9]{13}"),
    typical=re.compile(r"[0-9]{13}"),
)


def read_timestamp(text: str, *, unit: Unit, now: datetime, tolerance: timedelta) -> datetime | Refusal:
    """Give the time that plain digits say, unless it is further from now than the tolerance."""
    if not unit.digits.fullmatch(text):
        return Refusal(_explain(text, unit=unit, now=now))
    sent = EPOCH + int(text) * unit.length
    if abs(sent - now) <= tolerance:
        return sent
    return Refusal(f"{_distance((sent - now).total_seconds())}, tolerance {tolerance.total_seconds():.0f} s")


def whole_units(at: datetime, unit: Unit) -> str:
    """Give the digits that say a time, rounded down."""
    return str((at - EPOCH) // unit.length)


def _explain(text: str, *, unit: Unit, now: datetime) -> str:
    """Say what digits of the wrong form probably are."""
    other = MILLISECONDS if unit is SECONDS else SECONDS
    if not other.typical.fullmatch(text):
        return f"timestamp is not {unit.name} in plain digits"
    seconds = int(text) * unit.length.total_seconds() - (now - EPOCH).total_seconds()
    return f"{_distance(seconds)}: {other.name} where {unit.name} are expected?"


def _distance(seconds: float) -> str:
    return f"timestamp is {abs(seconds):.0f} s in the {'future' if seconds > 0 else 'past'}"
