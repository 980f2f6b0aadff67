"""Tests of reading values of the wrong shape."""

from __future__ import annotations

import pytest

from openphone_crm.codec.reading import direction, identifier, mapping, objects, seconds, text, texts
from openphone_crm.events import Direction


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (18, 18.0),
        (412.7, 412.7),
        ("18", 18.0),
        ("18.5", 18.5),
        (0, 0.0),
        (None, None),
        (True, None),
        ([18], None),
        ("", None),
        ("a minute", None),
        (-1, None),
        ("nan", None),
        ("inf", None),
        (1e300, None),
        (10**400, None),
    ],
)
def test_seconds_are_finite_and_not_negative(written: object, read: float | None) -> None:
    """Durations are numbers, or texts that hold one."""
    found = seconds(written)

    assert found == read


def test_what_has_the_wrong_shape_is_absent() -> None:
    """Every reader takes any JSON value and gives nothing for what it cannot use."""
    for value in (None, True, 7, 7.5, [], [7], {}, {"a": 1}):
        assert text(value) is None
        assert identifier(value) is None
        assert direction(value) is None
        assert texts(value) == ()
        assert objects(value) == []
    assert mapping([]) == {}


def test_what_has_the_right_shape_is_taken() -> None:
    """Texts, objects and directions are read as they are."""
    assert text("a") == "a"
    assert identifier("x" * 200) == "x" * 200
    assert identifier("x" * 201) is None
    assert texts(["a", 7]) == ("a",)
    assert objects([{"a": 1}, 7]) == [{"a": 1}]
    assert direction("outgoing") is Direction.OUTGOING
