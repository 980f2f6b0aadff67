"""Tests of reading a labelled text from its line."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from openphone_crm.errors import InvalidInputError
from openphone_crm.extraction.labelled import parse_labelled
from openphone_crm.extraction.readings import Finding, TextToRead, Topic
from openphone_crm.extraction.sources import SourceKind, SourceLine

LABEL = {"topic": "name", "value": "Ann", "quote": "this is Ann"}
TEXT = {"id": "1", "source_kind": "message", "language": "en", "text": "Hi, this is Ann", "expected": [LABEL]}
CALL = {
    "id": "2",
    "source_kind": "transcript",
    "language": "en",
    "lines": [
        {"text": "Mike here", "speaker": "USx1", "is_ours": True, "start": 0, "end": 1.5},
        {"text": "It's Ann"},
    ],
    "expected": [],
}


def test_a_text_is_read() -> None:
    """A text is one line of a source, with its labels."""
    text = parse_labelled(orjson.dumps(TEXT))

    assert (text.source.id, text.source.kind, text.language) == ("1", SourceKind.MESSAGE, "en")
    assert text.expected == (Finding(topic=Topic.NAME, value="Ann", quote="this is Ann"),)
    assert text.to_read == TextToRead(id="1", kind="message", text="Hi, this is Ann")


def test_a_call_has_lines() -> None:
    """What is not said of a line is not known."""
    text = parse_labelled(orjson.dumps(CALL))

    assert text.source.lines == (
        SourceLine(text="Mike here", speaker="USx1", is_ours=True, start=0, end=1.5),
        SourceLine(text="It's Ann"),
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"id": ""}, "id: must be a text that is not empty"),
        ({"id": 7}, "id: must be a text that is not empty"),
        ({"language": None}, "language: must be a text that is not empty"),
        ({"source_kind": "fax"}, "source_kind: 'fax' is none of message, voicemail, transcript, summary"),
        ({"expected": None}, "expected: must be a list of JSON objects"),
        ({"expected": ["Ann"]}, "expected: must be a list of JSON objects"),
        ({"expected": [LABEL | {"topic": "phone"}]}, "topic: 'phone' is none of name, email, address, callb"),
        ({"expected": [LABEL | {"value": " "}]}, "value: must be a text that is not empty"),
        ({"expected": [LABEL | {"quote": "I am Ann"}]}, "quote: 'I am Ann' does not stand in the text"),
        ({"text": ["Hi"]}, "text: must be a text that is not empty"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(changed: dict[str, Any], reason: str) -> None:
    """The field is named, and what it must be."""
    with pytest.raises(InvalidInputError) as caught:
        parse_labelled(orjson.dumps(TEXT | changed))

    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "lines: must hold at least one line"),
        ("Hi", "lines: must be a list of JSON objects"),
        ([{"text": ""}], "text: must be a text that is not empty"),
        ([{"text": "Hi", "is_ours": "no"}], "is_ours: must be bool, or left out"),
        ([{"text": "Hi", "start": True}], "start: must be float or int, or left out"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(lines: object, reason: str) -> None:
    """The lines of a call are looked at as closely."""
    with pytest.raises(InvalidInputError) as caught:
        parse_labelled(orjson.dumps(CALL | {"lines": lines}))

    assert str(caught.value) == reason


@pytest.mark.parametrize("line", [b"{", b"", b"\xff", b"[]", b'"Ann"'])
def test_what_is_no_object_is_refused(line: bytes) -> None:
    """The reason says so, and holds nothing of the line."""
    with pytest.raises(InvalidInputError, match=r"^JSON: ") as caught:
        parse_labelled(line)

    assert "Ann" not in str(caught.value)
