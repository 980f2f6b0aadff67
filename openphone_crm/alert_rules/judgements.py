"""What a rule makes of what it sees: wrong, over, or in between, where all stays as it is."""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from openphone_crm.alerts import Severity

OVER: Final = 0.8
"""What has been too much is over at this share of the limit: what goes up and down there is told once."""


@attrs.frozen(kw_only=True)
class Wrong:
    """Something to be told, but not through the channels in `but_not`."""

    title: str
    message: str
    severity: Severity = Severity.CRITICAL
    but_not: frozenset[str] = frozenset()


@attrs.frozen
class InBetween:
    """Not wrong enough to be told, and not well enough to be over."""


@attrs.frozen(kw_only=True)
class Fine:
    """All is well, or nothing says otherwise; what is told where it was wrong."""

    title: str
    message: str


Judgement: TypeAlias = Wrong | InBetween | Fine


def at_most(limit: float, value: float | None, *, wrong: Wrong, fine: Fine) -> Judgement:
    """
    Judge what should not exceed a limit; where there is no value nothing is wrong.

    >>> wrong, fine = Wrong(title="slow", message=""), Fine(title="fast", message="")
    >>> [type(at_most(5, value, wrong=wrong, fine=fine)).__name__ for value in (None, 4, 4.5, 5, 5.1)]
    ['Fine', 'Fine', 'InBetween', 'InBetween', 'Wrong']
    """
    if value is None or value <= OVER * limit:
        return fine
    return wrong if value > limit else InBetween()


def at_least(limit: float, value: float | None, *, wrong: Wrong, fine: Fine) -> Judgement:
    """
    Judge what should not fall below a limit.

    >>> wrong, fine = Wrong(title="full", message=""), Fine(title="free", message="")
    >>> [type(at_least(0.1, value, wrong=wrong, fine=fine)).__name__ for value in (None, 0.2, 0.11, 0.09)]
    ['Fine', 'Fine', 'InBetween', 'Wrong']
    """
    if value is None or value >= limit / OVER:
        return fine
    return wrong if value < limit else InBetween()
