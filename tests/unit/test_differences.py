"""What differs between two values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.differences import Piece, difference


@given(st.text(), st.text())
def test_the_pieces_add_up(current: str, suggested: str) -> None:
    """However two values differ, the pieces of each are that value again."""
    shown = difference(current, suggested)

    assert "".join(piece.text for piece in shown.current) == current
    assert "".join(piece.text for piece in shown.suggested) == suggested


@given(st.text(min_size=1))
def test_the_same_differs_in_nothing(value: str) -> None:
    """Nothing is marked of a value that stays."""
    shown = difference(value, value)

    assert not any(piece.is_changed for piece in (*shown.current, *shown.suggested))


def test_what_is_new_is_marked() -> None:
    """A changed number is marked in both, and what stands around it in neither."""
    shown = difference("12 Oak St, Kent", "14 Oak St, Kent")

    assert shown.current == (Piece("12", is_changed=True), Piece(" Oak St, Kent", is_changed=False))
    assert shown.suggested == (Piece("14", is_changed=True), Piece(" Oak St, Kent", is_changed=False))


def test_nothing_before_marks_all() -> None:
    """Of a value where none was, all is new."""
    shown = difference("", "Ann")

    assert shown.current == ()
    assert shown.suggested == (Piece("Ann", is_changed=True),)


def test_long_values_are_not_compared() -> None:
    """Very long values are marked as a whole."""
    shown = difference("a " * 2000, "b " * 2000)

    assert [piece.is_changed for piece in (*shown.current, *shown.suggested)] == [True, True]
