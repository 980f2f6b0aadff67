"""Which part of a file a client wants."""

from __future__ import annotations

import re
from typing import Final

import attrs

_ONE_RANGE: Final = re.compile(r"bytes[ \t]*=[ \t]*(?P<first>[0-9]{0,19})-(?P<last>[0-9]{0,19})[ \t]*")


class UnsatisfiableError(Exception):
    """Nothing of the file lies in the range that was asked for."""


@attrs.frozen
class Part:
    """The bytes from `start` on, so many of them, out of `size`."""

    start: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        """How an answer says which part it is."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{self.size}"


def part_of(header: str | None, size: int) -> Part | None:
    """
    The part that a Range header asks for; None is the whole file.

    What cannot be read is no reason to refuse, and of several ranges the whole is as good (RFC 9110).

    >>> part_of("bytes=-500", 2000)
    Part(start=1500, length=500, size=2000)
    >>> part_of("bytes=0-0,5-", 2000) is None
    True

    Raises:
        UnsatisfiableError: When it begins behind the end, or is the last 0 bytes.
    """
    found = _ONE_RANGE.fullmatch(header or "")
    if found is None or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        return _between(max(size - int(found["last"]), 0), size, size)
    first = int(found["first"])
    end = min(int(found["last"]) + 1, size) if found["last"] else size
    if found["last"] and int(found["last"]) < first:
        return None
    return _between(first, end, size)


def _between(start: int, end: int, size: int) -> Part:
    if start >= end:
        raise UnsatisfiableError
    return Part(start, end - start, size)
