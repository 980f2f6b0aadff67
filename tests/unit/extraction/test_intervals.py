"""Tests of how far a counted share can be trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.intervals import Share, wilson

COUNTS = st.integers(0, 100_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """It gives the figures that the literature gives (81 of 263 stands in Newcombe, 1998)."""
    interval = wilson(part, whole)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(COUNTS)
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    """It lies within 0 and 1, and the share within it."""
    share = Share(*counts)

    assert 0 <= share.interval.low <= share.interval.high <= 1
    assert share.ratio is None or share.interval.low <= share.ratio <= share.interval.high


@given(COUNTS.filter(lambda counts: counts[1] > 0))
def test_more_counted_is_better_known(counts: tuple[int, int]) -> None:
    """The same share of ten times as many has a smaller interval."""
    part, whole = counts

    few, many = wilson(part, whole), wilson(part * 10, whole * 10)

    assert many.high - many.low < few.high - few.low


def test_of_nothing_nothing_is_known() -> None:
    """No share, and an interval that rules nothing out."""
    nothing = Share(0, 0)

    assert nothing.ratio is None
    assert (nothing.interval.low, nothing.interval.high) == (0, 1)


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 1), (1, 0)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    """Nobody counts more than there are, or fewer than none."""
    with pytest.raises(ValueError, match=r"share|>="):
        Share(part, whole)
