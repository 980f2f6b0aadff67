"""Places in a history, written down and read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.openphone_rest.places import DatedPlace, Place, Thread, Walk, place_of, written
from openphone_crm.errors import InvalidInputError

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
WALK = Walk(
    changed_after=NOON,
    begun_at=NOON + timedelta(microseconds=1),
    rounds_left=2,
    threads=(Thread(line_id="PNx1", parties=("+12065550123", "+12065550124")),),
    token="next",
    is_listed=True,
    has_found=True,
)


@pytest.mark.parametrize("place", [DatedPlace(after="abc"), DatedPlace(), WALK])
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    """Any process can go on from it."""
    assert place_of(written(place)) == place


@pytest.mark.parametrize(
    "cursor",
    ["", "abc", "[]", "{}", '{"after": 5}', written(WALK).replace("2026-03-06", "soon"), '{"threads": [1]}'],
)
def test_anything_else_is_no_place(cursor: str) -> None:
    """A text that is none of ours is an error, and not the beginning."""
    with pytest.raises(InvalidInputError):
        place_of(cursor)
