"""Tests of the files that an evaluation reads and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from entrypoints.evaluating.files import Page, read_labelled, write
from openphone_crm.errors import InvalidInputError

NAME = "texts.jsonl"
BEGIN, END = f"<!-- evaluate {NAME}: begin -->", f"<!-- evaluate {NAME}: end -->"
TEXT = '{"id": "1", "source_kind": "message", "language": "en", "text": "ok", "expected": []}\n'


def test_a_file_holds_a_text_in_each_line(tmp_path: Path) -> None:
    """Empty lines are nothing."""
    file = tmp_path / "texts.jsonl"
    file.write_text(TEXT + "\n" + TEXT.replace('"1"', '"2"'))

    assert [text.source.text for text in read_labelled(file)] == ["ok", "ok"]


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    """File, line and field are said."""
    file = tmp_path / "texts.jsonl"
    file.write_text(TEXT + "\n" + TEXT.replace("message", "fax"))

    with pytest.raises(InvalidInputError) as caught:
        read_labelled(file)

    assert str(caught.value).startswith(f"{file}, line 3: source_kind: 'fax' is none of message")


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    """There is nothing to measure with."""
    file = tmp_path / "texts.jsonl"
    file.write_text(content)

    with pytest.raises(InvalidInputError, match="holds no text"):
        read_labelled(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The reason is the machine's own."""
    with pytest.raises(InvalidInputError, match=r"cannot be read \(No such file or directory\)"):
        read_labelled(tmp_path / "none.jsonl")


def test_a_page_is_filled_between_its_markers(tmp_path: Path) -> None:
    """What stood there is gone, what stands around stays, and filling it again changes nothing."""
    file = tmp_path / "page.md"
    file.write_text(f"above\n\n{BEGIN}\nold\n{END}\n\nbelow\n")

    Page.open(file, name=NAME).fill("| new |\n")
    once = file.read_text()
    Page.open(file, name=NAME).fill("| new |\n")

    assert once == f"above\n\n{BEGIN}\n\n| new |\n\n{END}\n\nbelow\n"
    assert file.read_text() == once


@pytest.mark.parametrize(
    "content", ["", BEGIN, END, END + BEGIN, (BEGIN + END).replace(NAME, "others.jsonl")]
)
def test_a_page_needs_its_markers(tmp_path: Path, content: str) -> None:
    """Nothing is written where nobody knows where to."""
    file = tmp_path / "page.md"
    file.write_text(content)

    with pytest.raises(InvalidInputError, match="needs a line"):
        Page.open(file, name=NAME)


def test_a_page_is_text(tmp_path: Path) -> None:
    """A picture is no page."""
    file = tmp_path / "page.md"
    file.write_bytes(b"\xff\xd8")

    with pytest.raises(InvalidInputError, match="is not UTF-8"):
        Page.open(file, name=NAME)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder is no file."""
    with pytest.raises(InvalidInputError, match="cannot be written"):
        write(tmp_path, "x")
