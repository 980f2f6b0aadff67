"""How many pieces a text is sent in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.segments import Segments, segments_of


@pytest.mark.parametrize(
    ("text", "count", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 306, 2, 0),
        ("€" * 80, 1, 0),
        ("€" * 81, 2, 144),
        ("é" * 160, 1, 0),
    ],
)
def test_plain_texts(text: str, count: int, left: int) -> None:
    """A text in the basic alphabet has 160 places, or 153 in each of several pieces."""
    assert segments_of(text) == Segments(count=count, left=left, is_wide=False)


@pytest.mark.parametrize(("text", "count", "left"), [("ж" * 70, 1, 0), ("ж" * 71, 2, 63), ("👍" * 35, 1, 0)])
def test_wide_texts(text: str, count: int, left: int) -> None:
    """One other sign leaves 70 places, or 67 in each of several pieces; an emoji takes two."""
    assert segments_of(text) == Segments(count=count, left=left, is_wide=True)


@given(st.text(), st.text())
def test_more_never_costs_less(text: str, more: str) -> None:
    """Whoever writes on never needs fewer pieces."""
    assert segments_of(text + more).count >= segments_of(text).count
