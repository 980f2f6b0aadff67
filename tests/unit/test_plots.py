"""Where figures lie on a sheet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.plots import HEIGHT, WIDTH, nice_top, plot_of

SERIES = st.lists(st.none() | st.floats(0, 1e9), max_size=60)


@given(SERIES, st.none() | st.floats(0, 1e9))
def test_everything_is_on_the_sheet(values: list[float | None], target: float | None) -> None:
    """Whatever the figures are, nothing sticks out."""
    plot = plot_of(values, target=target)

    assert len(plot.bars) == len(values)
    for bar in plot.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.02
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.02
    assert all(0 <= y <= HEIGHT for line in plot.lines for _, y in line)
    assert plot.target_y is None or 0 <= plot.target_y <= HEIGHT


@given(st.floats(1e-6, 1e12))
def test_the_top_is_near(largest: float) -> None:
    """The upper edge is never below the largest value, and never far above it."""
    assert largest <= nice_top(largest) * (1 + 1e-9)
    assert nice_top(largest) <= largest * 2.6


def test_a_gap_parts_the_line() -> None:
    """Where nothing was counted there is no line."""
    plot = plot_of([1, 1, None, 1])

    assert [len(line) for line in plot.lines] == [2, 1]


def test_no_figures_no_plot() -> None:
    """A sheet without figures has nothing on it, and still has an upper edge."""
    plot = plot_of([])

    assert (plot.bars, plot.lines, plot.top) == ((), (), 1.0)
