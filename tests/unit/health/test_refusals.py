"""Refusals are counted by few reasons, however many strangers send."""

from __future__ import annotations

import pytest

from openphone_crm.errors import BodyError, SignatureError
from openphone_crm.health.refusals import LONGEST_REASON, Refused, is_of_signature, refused
from openphone_crm.testing import builders as make

MINUTE = make.NOON.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("reason", "counted"),
    [
        ("no signature header", "no signature header"),
        ("standard: none of 2 keys matches", "standard: none of 2 keys matches"),
        (
            "standard: timestamp is 86399 s in the past, tolerance 300 s",
            "standard: timestamp too old",
        ),
        (
            "standard: timestamp is 7 s in the past: is it milliseconds?; legacy: not four fields",
            "standard: timestamp too old; legacy: not four fields"[:LONGEST_REASON],
        ),
        ("legacy: timestamp is 301 s in the future, tolerance 300 s", "legacy: timestamp in the future"),
    ],
)
def test_a_refusal_is_counted_by_its_reason(reason: str, counted: str) -> None:
    """How old a timestamp was makes no reason of its own, and a long one is cut."""
    error = SignatureError(reason, ())

    found = refused(error, make.later(59))

    assert found == Refused(MINUTE, counted)
    assert len(found.reason) <= LONGEST_REASON
    assert is_of_signature(found.reason)


def test_a_body_that_is_refused_is_signed() -> None:
    """It is counted, but says nothing against the keys."""
    error = BodyError("deeper than 200", 12, "ab")

    found = refused(error, make.later(60))

    assert found.minute == make.later(60).replace(second=0, microsecond=0)
    assert not is_of_signature(found.reason)
