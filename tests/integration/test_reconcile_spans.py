"""Which run is meant when `reconcile` is typed again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from entrypoints.reconcile import Span
from openphone_crm.testing.builders import NOON
from openphone_crm.testing.reconciliation_builders import run

DAY = timedelta(days=1)
KEEPS = 400 * DAY
A_LITTLE = timedelta(milliseconds=3)


@pytest.mark.parametrize(
    ("since", "until", "is_meant"),
    [
        (None, None, True),
        (NOON - 9 * DAY, None, True),
        (NOON - 9 * DAY, NOON - DAY, True),
        (NOON - 8 * DAY, None, False),
        (NOON - 10 * DAY, None, False),
        (NOON - 9 * DAY, NOON - 2 * DAY, False),
        (None, NOON, False),
    ],
)
def test_the_same_command_means_the_same_run(
    since: datetime | None, until: datetime | None, *, is_meant: bool
) -> None:
    """What is not said may be anything; what is said must be just that."""
    begun = run(since=NOON - 9 * DAY, until=NOON - DAY)

    found = Span(since, until).is_of(begun, keeps=KEEPS)

    assert found is is_meant


@pytest.mark.parametrize(
    ("since", "until"), [(NOON - 999 * DAY, None), (None, NOON + DAY), (NOON - 999 * DAY, NOON + DAY)]
)
def test_what_could_not_be_gone_through_does_not_count(
    since: datetime | None, until: datetime | None
) -> None:
    """A run that was asked for from long ago, or into the future, went as far as there is anything."""
    begun = run(since=NOON - KEEPS - A_LITTLE, until=NOON - A_LITTLE)

    found = Span(since, until).is_of(begun, keeps=KEEPS)

    assert found is True
