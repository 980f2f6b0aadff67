"""Texts with what a careful person reads in them: the measure of an extractor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import attrs
import orjson

from openphone_crm.errors import InvalidInputError
from openphone_crm.extraction.readings import Finding, TextToRead, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.ids import ItemId

_Choice = TypeVar("_Choice", bound=StrEnum)

# When a labelled text was said, and by which number, changes nothing in what can be read in it.
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SOME_NUMBER = "+12065550100"
_FIELDS = frozenset({"id", "source_kind", "language", "expected", "text", "lines"})


@attrs.frozen(kw_only=True)
class LabelledText:
    """A text, in its language, with all that should be found in it."""

    source: Source
    language: str
    expected: tuple[Finding, ...]

    @property
    def to_read(self) -> TextToRead:
        """The text as an extractor is given it, without its labels."""
        return self.source.to_read(self.source.id)


def parse_labelled(line: bytes) -> LabelledText:
    """
    Read one line of a labelled file.

    It is a JSON object with `id`, `source_kind`, `language`, `expected` and either `text` or `lines`.

    Raises:
        InvalidInputError: When it is anything else, or a quote does not stand in its text.
    """
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        # Without its cause, which holds the whole line.
        raise InvalidInputError("JSON", f"there is none ({error.msg})") from None
    if not isinstance(given, dict):
        raise InvalidInputError("JSON", "must be an object")
    _see_that_all_is_known(given)
    source = _source(given)
    return LabelledText(
        source=source,
        language=_text(given, "language"),
        expected=tuple(_finding(label, source) for label in _objects(given, "expected")),
    )


def _see_that_all_is_known(given: Mapping[str, Any]) -> None:
    if unknown := sorted(given.keys() - _FIELDS):
        raise InvalidInputError(unknown[0], f"is none of {', '.join(sorted(_FIELDS))}")
    if len({"text", "lines"} & given.keys()) != 1:
        raise InvalidInputError("text", "must be there, or lines in its place")


def _source(given: Mapping[str, Any]) -> Source:
    name = _text(given, "id")
    lines = [SourceLine(text=_text(given, "text"))] if "text" in given else _lines(given)
    return Source(
        kind=_choice(SourceKind, given, "source_kind"),
        id=ItemId(name),
        openphone_id=name,
        occurred_at=_SOME_DAY,
        lines=tuple(lines),
        contact_number=_SOME_NUMBER,
    )


def _lines(given: Mapping[str, Any]) -> list[SourceLine]:
    lines = _objects(given, "lines")
    if not lines:
        raise InvalidInputError("lines", "must hold at least one line")
    return [
        SourceLine(
            text=_text(line, "text"),
            speaker=_optional(line, "speaker", str),
            is_ours=_optional(line, "is_ours", bool),
            start=_optional(line, "start", float, int),
            end=_optional(line, "end", float, int),
        )
        for line in lines
    ]


def _finding(label: Mapping[str, Any], source: Source) -> Finding:
    quote = _text(label, "quote")
    if quote not in source.text:
        raise InvalidInputError("quote", f"{quote!r} does not stand in the text")
    return Finding(topic=_choice(Topic, label, "topic"), value=_text(label, "value"), quote=quote)


def _text(given: Mapping[str, Any], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not text.strip():
        raise InvalidInputError(name, "must be a text that is not empty")
    return text


def _optional(given: Mapping[str, Any], name: str, *types: type) -> Any:  # noqa: ANN401 - one of the types
    value = given.get(name)
    # True is an int to Python, and no number of seconds to anybody else.
    if value is None or type(value) in types:
        return value
    raise InvalidInputError(name, f"must be {' or '.join(kind.__name__ for kind in types)}, or left out")


def _objects(given: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    objects = given.get(name)
    if not isinstance(objects, list) or not all(isinstance(entry, dict) for entry in objects):
        raise InvalidInputError(name, "must be a list of JSON objects")
    return objects


def _choice(choices: type[_Choice], given: Mapping[str, Any], name: str) -> _Choice:
    try:
        return choices(_text(given, name))
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise InvalidInputError(name, f"{given[name]!r} is none of {known}") from None
