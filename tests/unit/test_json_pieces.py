"""JSON in pieces."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.json_pieces import JsonPiece, PieceKind, json_pieces

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_the_pieces_are_the_document(document: object) -> None:
    """What the pieces say together is what the document said."""
    shown = "".join(piece.text for piece in json_pieces(json.dumps(document)))

    assert json.loads(shown) == document


def test_numbers_stay_as_they_were_written() -> None:
    """A number is neither rounded nor written in another way."""
    assert list(json_pieces("1.50e3")) == [JsonPiece(PieceKind.NUMBER, "1.50e3")]


def test_names_and_texts_are_told_apart() -> None:
    """The name of a field is another kind of piece than a text."""
    kinds = {piece.kind for piece in json_pieces('{"a": "b", "c": true}')}

    assert kinds == {PieceKind.MARK, PieceKind.NAME, PieceKind.TEXT, PieceKind.WORD}


def test_what_is_too_deep_is_left_out() -> None:
    """Whatever nests deeper than anybody reads ends in dots."""
    shown = "".join(piece.text for piece in json_pieces("[" * 150 + "1" + "]" * 150))

    assert "..." in shown
    assert "1" not in shown
