"""The files that an evaluation reads and writes; what is wrong with one is said in one line."""

from __future__ import annotations

from pathlib import Path

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.extraction.labelled import LabelledText, parse_labelled

BEGIN = "<!-- evaluate {name}: begin -->"
END = "<!-- evaluate {name}: end -->"


def read_labelled(path: Path) -> list[LabelledText]:
    """
    Read a labelled file, one text a line; empty lines are nothing.

    Raises:
        InvalidInputError: When there is no such file, or naming the line that is wrong.
    """
    lines = enumerate(_read(path).splitlines(), 1)
    texts: dict[str, LabelledText] = {}
    for place, line in ((f"{path}, line {number}", line) for number, line in lines if line.strip()):
        text = _parse(line, place)
        if text.source.id in texts:
            raise InvalidInputError(place, f"id: {text.source.id!r} is that of a line before")
        texts[text.source.id] = text
    if not texts:
        raise InvalidInputError(str(path), "holds no text")
    return list(texts.values())


@attrs.frozen
class Page:
    """
    A page that holds the figures of a file between two markers, which name that file.

    It is opened before the figures are made, which may cost money.
    """

    path: Path
    before: str
    after: str

    @classmethod
    def open(cls, path: Path, *, name: str) -> Page:
        """
        Read the page, for the figures of the file of that name.

        Raises:
            InvalidInputError: When there is no such file, or it has no markers.
        """
        first, last = BEGIN.format(name=name), END.format(name=name)
        before, begin, rest = _read_text(path).partition(first)
        _, end, after = rest.partition(last)
        if not (begin and end):
            raise InvalidInputError(str(path), f"needs a line {first} and after it a line {last}")
        return cls(path, before + begin, end + after)

    def fill(self, markdown: str) -> None:
        """
        Put this between the markers, in place of what stands there.

        Raises:
            InvalidInputError: When the file cannot be written.
        """
        write(self.path, f"{self.before}\n\n{markdown}\n{self.after}")


def write(path: Path, text: str) -> None:
    """
    Write a file.

    Raises:
        InvalidInputError: When it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(str(path), f"cannot be written ({error.strerror})") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(str(path), f"cannot be read ({error.strerror})") from error


def _read_text(path: Path) -> str:
    try:
        return _read(path).decode()
    except UnicodeDecodeError as error:
        raise InvalidInputError(str(path), "is not UTF-8") from error


def _parse(line: bytes, place: str) -> LabelledText:
    try:
        return parse_labelled(line)
    except InvalidInputError as error:
        raise InvalidInputError(place, str(error)) from error
