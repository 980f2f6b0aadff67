"""The limit of a call to Gemini."""

from __future__ import annotations

from threading import Event

import pytest

from adapters.gemini_extractor.time_limit import within
from openphone_crm.errors import UncertainError


def test_what_is_in_time_is_handed_on() -> None:
    """A call that ends has its outcome."""
    assert within(30, lambda: "an answer") == "an answer"


def test_an_error_is_handed_on() -> None:
    """A call that fails fails where it was made."""
    with pytest.raises(ZeroDivisionError):
        within(30, lambda: 1 // 0)


def test_what_is_late_is_not_waited_for() -> None:
    """A call that does not end is left alone."""
    never = Event()

    with pytest.raises(UncertainError, match=r"no answer within 0\.01 s$"):
        within(0.01, never.wait)

    never.set()
