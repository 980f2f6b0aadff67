"""Small plots: where on a sheet the figures of a time series lie. Drawing them is somebody else's work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import attrs

WIDTH: Final = 320.0
HEIGHT: Final = 80.0
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)
_BAR_SHARE: Final = 0.7
_SMALLEST: Final = 1e-6


@attrs.frozen(kw_only=True)
class Bar:
    """A rectangle that stands on the bottom; `value` is None where nothing was counted."""

    x: float
    y: float
    width: float
    height: float
    value: float | None


@attrs.frozen(kw_only=True)
class Plot:
    """A sheet of `width` by `height`, y growing downwards; `top` is the value that its upper edge means."""

    width: float
    height: float
    top: float
    bars: tuple[Bar, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    """Where the points lie, joined as far as there are values without a gap."""
    target_y: float | None


def plot_of(values: Sequence[float | None], *, target: float | None = None) -> Plot:
    """
    Lay values out from left to right; a target is a height that the sheet reaches up to.

    >>> plot = plot_of([0, 5, None, 10])
    >>> plot.top, [bar.height for bar in plot.bars]
    (10.0, [0.0, 40.0, 0.0, 80.0])
    >>> plot.lines
    (((40.0, 80.0), (120.0, 40.0)), ((280.0, 0.0),))
    """
    top = nice_top(max((*(value for value in values if value is not None), target or 0.0), default=0.0))
    step = WIDTH / max(len(values), 1)
    return Plot(
        width=WIDTH,
        height=HEIGHT,
        top=top,
        bars=tuple(_bar(number, value, step, top) for number, value in enumerate(values)),
        lines=_lines(values, step, top),
        target_y=None if target is None else _round(HEIGHT - _height(target, top)),
    )


def nice_top(largest: float) -> float:
    """
    Find a round number that nothing exceeds.

    >>> nice_top(0), nice_top(7), nice_top(0.13), nice_top(230)
    (1.0, 10.0, 0.2, 250.0)
    """
    if largest < _SMALLEST:
        return 1.0 if largest <= 0 else _SMALLEST
    power = 10.0 ** math.floor(math.log10(largest))
    return next(round(nice * power, 10) for nice in _NICE if nice * power >= largest)


def _bar(number: int, value: float | None, step: float, top: float) -> Bar:
    height, width = _height(value or 0.0, top), step * _BAR_SHARE
    left = number * step + (step - width) / 2
    return Bar(x=_round(left), y=_round(HEIGHT - height), width=_round(width), height=height, value=value)


def _lines(
    values: Sequence[float | None], step: float, top: float
) -> tuple[tuple[tuple[float, float], ...], ...]:
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((_round((number + 0.5) * step), _round(HEIGHT - _height(value, top))))
    return tuple(tuple(run) for run in runs if run)


def _height(value: float, top: float) -> float:
    return _round(HEIGHT * value / top)


def _round(length: float) -> float:
    return round(length, 2)
