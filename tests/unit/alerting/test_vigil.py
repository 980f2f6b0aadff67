"""Whoever has not looked for long, or not all the time, does not know what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.testing import builders as make
from openphone_crm.vigil import Vigil

MINUTE = timedelta(minutes=1)


def looks(vigil: Vigil, *seconds: float) -> Sequence[float]:
    """Look at so many seconds after noon; since how many seconds after noon it has been looked then."""
    found = []
    for each in seconds:
        with vigil.looking(make.later(each)) as since:
            found.append((since - make.NOON).total_seconds())
    return found


def test_looks_that_follow_each_other_are_one_vigil() -> None:
    """It began with the first of them."""
    assert looks(Vigil(MINUTE), 0, 20, 80, 140) == [0, 0, 0, 0]


def test_a_long_pause_ends_a_vigil() -> None:
    """A machine that slept has seen nothing meanwhile, and another vigil begins."""
    assert looks(Vigil(MINUTE), 0, 61, 70) == [0, 61, 61]


def test_a_clock_that_goes_back_ends_a_vigil() -> None:
    """When it began would be still to come."""
    assert looks(Vigil(MINUTE), 100, 50, 60) == [100, 50, 50]


def test_a_look_that_fails_ends_a_vigil() -> None:
    """Where nothing could be read nothing could be written either, such as signs of life."""
    vigil = Vigil(MINUTE)
    looks(vigil, 0)

    with pytest.raises(UnavailableError), vigil.looking(make.later(20)):
        raise UnavailableError("database", "gone")

    assert looks(vigil, 40, 50) == [40, 40]
