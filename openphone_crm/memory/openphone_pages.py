"""Pages as OpenPhone's API in memory gives them: so many, and a cursor to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from openphone_crm.errors import InvalidInputError

T = TypeVar("T")

_CURSOR: Final = re.compile(r"[0-9]{1,9}")

PAGE: Final = 50
"""As many as the real one gives at most."""


def page_of(items: Sequence[T], cursor: str | None) -> tuple[tuple[T, ...], str | None]:
    """
    Some of the items, and the cursor to the rest.

    >>> page_of(range(60), None)[1], page_of(range(60), "50")[1]
    ('50', None)

    Raises:
        InvalidInputError: When the cursor is none of ours.
    """
    if not _CURSOR.fullmatch(cursor or "0"):
        raise InvalidInputError("cursor", "is not a cursor of this list")
    start = int(cursor or 0)
    end = start + PAGE
    return tuple(items[start:end]), f"{end}" if end < len(items) else None
