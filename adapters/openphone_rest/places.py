"""Where a walk through the history is, as a text that any process can go on from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs
import orjson

from openphone_crm.errors import InvalidInputError
from openphone_crm.moments import format_moment, parse_moment

_NOT_OURS: Final = "is not a cursor of this history"


@attrs.frozen(kw_only=True)
class DatedPlace:
    """A place in the newer API's list: its own cursor."""

    after: str | None = None


@attrs.frozen(kw_only=True)
class Thread:
    """A conversation of one of our numbers with others."""

    line_id: str
    parties: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Walk:
    """
    A place in the older API's conversations, which come the newest first.

    One that is written to while they are gone through moves to the front, behind the walker's back. So
    after a round those that have changed since its beginning are gone through too.
    """

    changed_after: datetime
    begun_at: datetime
    rounds_left: int
    threads: tuple[Thread, ...] = ()
    """What was listed and not gone through yet; within the first there may be `token`."""
    token: str | None = None
    list_token: str | None = None
    is_listed: bool = False
    """Nothing is left to be listed in this round."""
    has_found: bool = False
    """Something was listed in this round."""


Place = DatedPlace | Walk


def written(place: Place) -> str:
    """Write a place down."""
    return orjson.dumps(attrs.asdict(place, value_serializer=_plain)).decode()


def place_of(cursor: str) -> Place:
    """
    Read where a walk is.

    Raises:
        InvalidInputError: When it is none of ours.
    """
    try:
        match orjson.loads(cursor):
            case {"after": str() | None as after}:
                return DatedPlace(after=after)
            case dict() as document:
                return _walk(document)
    except (ValueError, KeyError, TypeError):
        pass
    raise InvalidInputError("cursor", _NOT_OURS)


def _walk(document: dict[str, Any]) -> Walk:
    threads = tuple(
        Thread(line_id=each["line_id"], parties=tuple(each["parties"])) for each in document["threads"]
    )
    return Walk(
        changed_after=_moment(document["changed_after"]),
        begun_at=_moment(document["begun_at"]),
        rounds_left=int(document["rounds_left"]),
        threads=threads,
        token=document["token"],
        list_token=document["list_token"],
        is_listed=bool(document["is_listed"]),
        has_found=bool(document["has_found"]),
    )


def _moment(text: object) -> datetime:
    if (moment := parse_moment(text)) is None:
        raise ValueError(_NOT_OURS)
    return moment


def _plain(_instance: object, _field: object, value: object) -> object:
    return format_moment(value) if isinstance(value, datetime) else value
