"""The part of a URL behind the question mark, read without a network library."""

from __future__ import annotations

import re
from typing import Final

_ESCAPED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")


def read_query(query: str) -> tuple[tuple[str, str], ...]:
    """
    Return the names and values of a query, in order and as often as they stand there.

    >>> read_query("participants=%2B12065550100&createdAt%5Bgt%5D=a+b")
    (('participants', '+12065550100'), ('createdAt[gt]', 'a b'))
    """
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return tuple((_plain(name), _plain(value)) for name, _, value in pairs)


def _plain(text: str) -> str:
    raw = text.replace("+", " ").encode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw).decode("utf-8", "replace")
