"""How moments, numbers and names are written."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment

from adapters.falcon_http.console import showing

NOW = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)
PLACE = ZoneInfo("America/Los_Angeles")


def written(filter_name: str, moment: datetime | None) -> str:
    """Write a moment as a template would, on an evening in Los Angeles."""
    environment = Environment(autoescape=True)
    environment.filters |= {"time": showing.time, "clock": showing.clock, "day": showing.day}
    template = environment.from_string(f"{{{{ moment|{filter_name} }}}}")
    return template.render(moment=moment, now=NOW, zone=PLACE)


def test_examples_are_true() -> None:
    """Every example in a docstring does what it says."""
    found = doctest.testmod(showing)

    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 10, 2, 5, tzinfo=UTC), "19:05"),
        (datetime(2026, 3, 9, 6, 59, tzinfo=UTC), "Yesterday 23:59"),
        (datetime(2026, 3, 5, 20, 0, tzinfo=UTC), "Thu 12:00"),
        (datetime(2026, 2, 1, 20, 0, tzinfo=UTC), "1 Feb, 12:00"),
        (datetime(2025, 12, 31, 20, 0, tzinfo=UTC), "31 Dec 2025"),
        (datetime(2026, 3, 12, 20, 0, tzinfo=UTC), "12 Mar, 13:00"),
    ],
)
def test_a_moment_is_as_short_as_it_can_be(moment: datetime, text: str) -> None:
    """Today it is the time of day; the older, the less precise, and the whole of it is one touch away."""
    element = written("time", moment)

    assert f">{text}</time>" in element
    assert f'datetime="{moment:%Y-%m-%dT%H:%M}:00.000Z"' in element


def test_no_moment_is_a_dash() -> None:
    """What has not happened is a dash."""
    assert written("time", None) == "&ndash;"


def test_days_have_names() -> None:
    """Between days stands what people call them."""
    moments = (NOW, datetime(2026, 3, 9, 3, 0, tzinfo=UTC), datetime(2025, 3, 3, 20, 0, tzinfo=UTC))

    assert [written("day", moment) for moment in moments] == ["Today", "Yesterday", "Monday, 3 March 2025"]


def test_the_same_text_has_the_same_tint() -> None:
    """A person has one colour, whatever their name is made of."""
    tints = {showing.tint(text) for text in ("", "Ann", "\ud800", "\u2603" * 99)}

    assert tints <= set(range(showing.TINTS))
    assert showing.tint("Ann") == showing.tint("Ann")
