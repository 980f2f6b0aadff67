"""JSON in pieces, so that a page can show each kind of them in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

import attrs

_INDENT: Final = "  "
# Deeper than any webhook, and not so deep that Python's own stack would end first.
_DEEPEST: Final = 100


class PieceKind(StrEnum):
    """What a piece is."""

    MARK = "mark"
    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    WORD = "word"


@attrs.frozen
class JsonPiece:
    """A part of a JSON text; the pieces one after the other are the text."""

    kind: PieceKind
    text: str


def json_pieces(document: str) -> Iterator[JsonPiece]:
    r"""
    Lay a JSON text out on indented lines, in pieces.

    >>> "".join(piece.text for piece in json_pieces('{"a":[1,null]}'))
    '{\n  "a": [\n    1,\n    null\n  ]\n}'
    """
    yield from _pieces(json.loads(document, parse_float=_Number, parse_int=_Number), 0)


class _Number(str):
    """A number as it was written: reading it would round it."""

    __slots__ = ()


def _pieces(value: Any, depth: int) -> Iterator[JsonPiece]:  # noqa: ANN401 - foreign JSON
    match value:
        case dict() | list() if value and depth >= _DEEPEST:
            yield JsonPiece(PieceKind.TEXT, "...")
        case dict() | list() if value:
            yield from _inside(value, depth)
        case _Number():
            yield JsonPiece(PieceKind.NUMBER, value)
        case str():
            yield JsonPiece(PieceKind.TEXT, _written(value))
        case dict() | list():
            yield JsonPiece(PieceKind.MARK, "{}" if isinstance(value, dict) else "[]")
        case _:
            yield JsonPiece(PieceKind.WORD, _written(value))


def _inside(value: dict[str, Any] | list[Any], depth: int) -> Iterator[JsonPiece]:
    begin, end = ("{", "}") if isinstance(value, dict) else ("[", "]")
    yield JsonPiece(PieceKind.MARK, begin)
    for number, item in enumerate(value):
        yield JsonPiece(PieceKind.MARK, ("," if number else "") + "\n" + _INDENT * (depth + 1))
        if isinstance(value, dict):
            yield JsonPiece(PieceKind.NAME, _written(item))
            yield JsonPiece(PieceKind.MARK, ": ")
            item = value[item]  # noqa: PLW2901 - of an object the name came first
        yield from _pieces(item, depth + 1)
    yield JsonPiece(PieceKind.MARK, "\n" + _INDENT * depth + end)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
