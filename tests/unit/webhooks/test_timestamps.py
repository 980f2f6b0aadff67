"""Clocks that are wrong, and units that are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.errors import SignatureError
from openphone_crm.webhooks import Tolerances, verify
from tests.unit.webhooks.deliveries import BODY, KEYS, NOW, legacy, legacy_value, received, refusal, standard

TEN_MINUTES = timedelta(minutes=10)
STANDARD_LIMIT = timedelta(seconds=300)
LEGACY_LIMIT = timedelta(seconds=259_200)
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize("offset", [TEN_MINUTES, -TEN_MINUTES, LEGACY_LIMIT, -LEGACY_LIMIT])
def test_legacy_delivery_within_three_days(offset: timedelta) -> None:
    """Ten minutes are nothing to the legacy scheme, and three days, the limit, are within."""
    verified = received(legacy(at=NOW + offset))

    assert verified.timestamp == NOW + offset


@pytest.mark.parametrize(
    ("offset", "reason"),
    [
        (LEGACY_LIMIT + timedelta(seconds=60), "timestamp is 259260 s in the future, tolerance 259200 s"),
        (-LEGACY_LIMIT - timedelta(seconds=60), "timestamp is 259260 s in the past, tolerance 259200 s"),
        (LEGACY_LIMIT + MILLISECOND, "timestamp is 259200 s in the future, tolerance 259200 s"),
        (-LEGACY_LIMIT - MILLISECOND, "timestamp is 259200 s in the past, tolerance 259200 s"),
    ],
)
def test_legacy_delivery_beyond_three_days(offset: timedelta, reason: str) -> None:
    """Beyond the limit a good signature is refused, in either direction."""
    error = refusal(legacy(at=NOW + offset))

    assert error.reason == f"legacy: {reason}"


@pytest.mark.parametrize("offset", [timedelta(0), STANDARD_LIMIT, -STANDARD_LIMIT])
def test_standard_delivery_within_five_minutes(offset: timedelta) -> None:
    """Five minutes either way are accepted, the limit included."""
    verified = received(standard(at=NOW + offset))

    assert verified.timestamp == NOW + offset


@pytest.mark.parametrize(
    ("offset", "reason"),
    [
        (TEN_MINUTES, "timestamp is 600 s in the future, tolerance 300 s"),
        (-TEN_MINUTES, "timestamp is 600 s in the past, tolerance 300 s"),
        (timedelta(seconds=301), "timestamp is 301 s in the future, tolerance 300 s"),
        (timedelta(seconds=-301), "timestamp is 301 s in the past, tolerance 300 s"),
    ],
)
def test_standard_delivery_ten_minutes_off(offset: timedelta, reason: str) -> None:
    """A clock that is ten minutes off, ours or theirs, refuses and says by how much."""
    error = refusal(standard(at=NOW + offset))

    assert error.reason == f"standard: {reason}"


def test_tolerances_are_settings() -> None:
    """Each scheme has its own tolerance."""
    tight = Tolerances(legacy=timedelta(seconds=1), standard=TEN_MINUTES)
    headers = legacy(at=NOW + TEN_MINUTES) | standard(at=NOW + TEN_MINUTES)

    verified = verify(headers, BODY, keys=KEYS, now=NOW, tolerances=tight)

    assert verified.scheme == "standard"


def test_the_widest_tolerance_does_not_overflow() -> None:
    """The greatest numbers that are taken for a time are times."""
    forever = Tolerances(legacy=timedelta.max, standard=timedelta.max)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "9" * 11,
        "webhook-signature": f"v1,{'A' * 43}=",
        "openphone-signature": f"hmac;1;{'9' * 13};{'A' * 43}=",
    }

    with pytest.raises(SignatureError) as caught:
        verify(headers, BODY, keys=KEYS, now=NOW, tolerances=forever)

    assert caught.value.reason == "standard: none of 1 keys matches; legacy: none of 1 keys matches"


def test_negative_tolerance_is_refused() -> None:
    """A tolerance is a distance."""
    with pytest.raises(ValueError, match="standard"):
        Tolerances(standard=timedelta(seconds=-1))


def test_seconds_where_milliseconds_are_expected() -> None:
    """A legacy signature over seconds is refused, and the log names the likely cause."""
    value = legacy_value().replace("1767225600000", "1767225600")

    error = refusal({"openphone-signature": value})

    assert error.reason == (
        "legacy: timestamp is 1765458374 s in the past: seconds where milliseconds are expected?"
    )


def test_milliseconds_where_seconds_are_expected() -> None:
    """A Standard Webhooks signature over milliseconds is refused, and the log names the likely cause."""
    error = refusal(standard() | {"webhook-timestamp": "1767225600000"})

    assert error.reason == (
        "standard: timestamp is 1765458374400 s in the future: milliseconds where seconds are expected?"
    )
