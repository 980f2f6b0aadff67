"""Tests of moments in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.moments import format_moment, parse_moment, seconds_between

MOMENTS = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-01-24T19:22:19.000Z", datetime(2022, 1, 24, 19, 22, 19, tzinfo=UTC)),
        ("2023-08-20T21:17:52+00:00", datetime(2023, 8, 20, 21, 17, 52, tzinfo=UTC)),
        ("2022-01-01T00:00:00Z", datetime(2022, 1, 1, tzinfo=UTC)),
        ("2022-01-01T02:00:00+02:00", datetime(2022, 1, 1, tzinfo=UTC)),
        ("2022-01-01T00:00:00", datetime(2022, 1, 1, tzinfo=UTC)),
    ],
)
def test_openphones_three_forms_are_read(written: str, read: datetime) -> None:
    """Milliseconds with Z, seconds with an offset, seconds with Z; without a zone it is UTC."""
    found = parse_moment(written)

    assert found == read
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "now",
        1640995200,
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2022-01-01T00:00:0\u0661Z",
    ],
)
def test_what_names_no_moment_is_none(written: object) -> None:
    """Neither nonsense nor the ends of time raise anything."""
    assert parse_moment(written) is None


@given(st.text(st.characters(codec=None)))
def test_any_text_is_read_or_not(text: str) -> None:
    """No text raises anything."""
    assert parse_moment(text) is None or isinstance(parse_moment(text), datetime)


@given(MOMENTS)
def test_what_is_written_is_read_again(moment: datetime) -> None:
    """A moment survives being shown, to the microsecond."""
    written = format_moment(moment)

    assert written.endswith("Z")
    assert parse_moment(written) == moment


def test_moments_are_shown_in_milliseconds_and_utc() -> None:
    """Microseconds stand there only where there are any."""
    there = timezone(timedelta(hours=2))

    assert format_moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=there)) == "2026-01-02T01:04:05.000Z"
    assert format_moment(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)) == "2026-01-02T03:04:05.000006Z"


@given(MOMENTS, MOMENTS)
def test_seconds_between_are_never_negative(start: datetime, end: datetime) -> None:
    """Clocks that disagree make no negative duration."""
    assert seconds_between(start, end) >= 0
