"""How far a share that was counted can be trusted: Wilson's interval, which holds for few counts too."""

from __future__ import annotations

import math
from typing import Final

import attrs

NINETY_FIVE_PERCENT: Final = 1.959963984540054
"""Standard deviations to either side that hold 95 % of a normal distribution."""


@attrs.frozen
class Interval:
    """From where to where, both within 0 and 1."""

    low: float
    high: float


@attrs.frozen
class Share:
    """
    How many of how many.

    >>> str(Share(9, 10)), str(Share(0, 0))
    ('90 % (60-98)', '-')
    """

    part: int = attrs.field(validator=attrs.validators.ge(0))
    whole: int = attrs.field()

    @whole.validator
    def _holds_the_part(self, _attribute: attrs.Attribute[int], whole: int) -> None:
        if whole < self.part:
            message = f"{self.part} of {whole} is no share"
            raise ValueError(message)

    @property
    def ratio(self) -> float | None:
        """The share as a number from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval:
        """Where the true share lies, with 95 % confidence."""
        return wilson(self.part, self.whole)

    def __str__(self) -> str:
        """Say it in percent, with its interval."""
        if self.ratio is None:
            return "-"
        low, high = (_percent(bound) for bound in attrs.astuple(self.interval))
        return f"{_percent(self.ratio)} % ({low}-{high})"


def wilson(part: int, whole: int, *, deviations: float = NINETY_FIVE_PERCENT) -> Interval:
    """
    Where the true share lies when `part` of `whole` were counted; anywhere, when none were.

    The usual "plus or minus" gives 100 % plus or minus 0 for three of three; this one does not:

    >>> interval = wilson(3, 3)
    >>> round(interval.low, 2), interval.high
    (0.44, 1.0)
    """
    if not whole:
        return Interval(0.0, 1.0)
    ratio, square = part / whole, deviations**2
    middle = ratio + square / (2 * whole)
    reach = deviations * math.sqrt(ratio * (1 - ratio) / whole + square / (4 * whole**2))
    scale = 1 + square / whole
    # Rounding must not push a bound past the share itself, or out of 0 to 1.
    low = 0.0 if part == 0 else min((middle - reach) / scale, ratio)
    high = 1.0 if part == whole else max((middle + reach) / scale, ratio)
    return Interval(low, high)


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"
