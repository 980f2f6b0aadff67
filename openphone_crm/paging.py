"""Pages of a list, and the cursors that lead from one to the next without skipping anything."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Generic, TypeVar

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.moments import parse_moment
from openphone_crm.texts import storable

T = TypeVar("T")

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


@attrs.frozen
class Position:
    """Where a page ended: the moment and the rest of the sort key of its last item."""

    moment: datetime
    tie: str

    def encoded(self, listed: str) -> str:
        """The position as an opaque cursor for a url of the list that goes by this name, and of no other."""
        text = json.dumps([self.moment.isoformat(), self.tie, listed])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@attrs.frozen
class PageRequest:
    """How many items are wanted, and after which position."""

    limit: int = DEFAULT_LIMIT
    after: Position | None = None


@attrs.frozen
class Page(Generic[T]):
    """Some items, and where the next ones begin when there are more."""

    items: tuple[T, ...]
    next: Position | None = None


def position_of(cursor: str, listed: str) -> Position:
    """
    The position that a cursor stands for, in the list that goes by this name.

    Raises:
        InvalidInputError: When it is none of ours, or of another list.
    """
    match _opened(cursor):
        case [str(written), str(tie), name] if name == listed and storable(tie) == tie:
            if moment := parse_moment(written):
                return Position(moment, tie)
    raise InvalidInputError("cursor", "is not a cursor of this list")


def _opened(cursor: str) -> object:
    """What is written in a cursor, or None where it is no JSON in base64."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
