"""Tests of cursors."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import InvalidInputError
from openphone_crm.paging import Page, PageRequest, Position, position_of

LIST = "/things"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=5,
)


def cursor_of(text: str) -> str:
    """A cursor with that text in it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(
    moment=st.datetimes(timezones=st.just(UTC)),
    tie=st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
)
def test_a_cursor_leads_back_to_its_position(moment: datetime, tie: str) -> None:
    """It is a word for a url, and means exactly where it was made."""
    cursor = Position(moment, tie).encoded(LIST)

    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert position_of(cursor, LIST) == Position(moment, tie)


@given(st.text(st.characters(codec=None)))
def test_any_other_text_is_refused(text: str) -> None:
    """Whatever stands in a url, nothing worse than a wrong cursor comes of it."""
    try:
        position = position_of(text, LIST)
    except InvalidInputError:
        return

    assert position_of(position.encoded(LIST), LIST) == position


@given(JSON)
def test_any_other_json_is_refused(value: object) -> None:
    """A cursor that somebody made up is refused, too."""
    with pytest.raises(InvalidInputError, match="cursor: is not a cursor of this list"):
        position_of(cursor_of(json.dumps(value)), LIST)


@pytest.mark.parametrize(
    "text",
    [
        '["2026-01-01T00:00:00Z", "a\\u0000", "/things"]',
        '["2026-01-01T00:00:00Z", "\\ud800", "/things"]',
        '["2026-01-01T00:00:00Z", 7, "/things"]',
        '["2026-01-01T00:00:00Z", "a"]',
        '["0001-01-01T00:00:00+23:59", "a", "/things"]',
        '["soon", "a", "/things"]',
        '{"2026-01-01T00:00:00Z": "a"}',
        "[" * 100_000,
        "1" * 5_000,
        "",
    ],
)
def test_what_a_database_would_choke_on_is_refused(text: str) -> None:
    """Neither unstorable text nor endless nesting gets through."""
    with pytest.raises(InvalidInputError):
        position_of(cursor_of(text), LIST)


def test_a_cursor_is_of_one_list() -> None:
    """Where one list went on says nothing of another."""
    cursor = Position(datetime(2026, 1, 1, tzinfo=UTC), "a").encoded(LIST)

    with pytest.raises(InvalidInputError, match="cursor: is not a cursor of this list"):
        position_of(cursor, "/others")


def test_a_page_has_50_items_unless_asked_otherwise() -> None:
    """From the start, and without a next one, if nothing is said."""
    assert (PageRequest().limit, PageRequest().after, Page(()).next) == (50, None, None)
