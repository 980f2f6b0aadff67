"""The query of a request, read strictly: what is unknown, repeated or malformed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import parse_qsl

from falcon.asgi import Request

from openphone_crm.errors import InvalidInputError
from openphone_crm.moments import parse_moment
from openphone_crm.paging import DEFAULT_LIMIT, LARGEST_LIMIT, PageRequest, position_of
from openphone_crm.phones import normalised
from openphone_crm.reports import parse_day

T = TypeVar("T")

LONGEST_TEXT = 200
MOST_PARAMETERS = 20


class Parameters:
    """
    The parameters of a query, each taken once; `finish` refuses those that nobody took.

    Every method raises InvalidInputError for a value that is not what it reads.
    """

    def __init__(self, request: Request) -> None:
        self._values = _parsed(request.query_string)
        self._path = request.path

    def text(self, name: str) -> str | None:
        """A text as it is; an empty one, as an empty search field sends it, is none."""
        value = self._values.pop(name, "")
        if len(value) > LONGEST_TEXT or "\x00" in value:
            raise InvalidInputError(name, f"must be at most {LONGEST_TEXT} characters, without NUL")
        return value or None

    def identifier(self, name: str) -> str | None:
        """An id; an empty one is none of anything."""
        if self._values.get(name) == "":
            raise InvalidInputError(name, "must be an id; leave it out for all")
        return self.text(name)

    def flag(self, name: str) -> bool | None:
        """`true` or `false`."""
        return self.choice(name, {"true": True, "false": False})

    def choice(self, name: str, options: Mapping[str, T]) -> T | None:
        """One of a few names, as the thing it names."""
        value = self._values.pop(name, None)
        if value is None:
            return None
        if value not in options:
            raise InvalidInputError(name, f"must be one of {', '.join(options)}")
        return options[value]

    def moment(self, name: str) -> datetime | None:
        """A time in ISO 8601; without an offset it is UTC."""
        value = self._values.pop(name, None)
        if value is None:
            return None
        # A plus sign that was not escaped arrives as a space.
        moment = parse_moment(value) or parse_moment(value.replace(" ", "+"))
        if moment is None:
            raise InvalidInputError(name, "must be a time in ISO 8601, such as 2026-01-31T08:00:00Z")
        return moment

    def day(self, name: str) -> date | None:
        """A day, such as 2026-01-31."""
        value = self._values.pop(name, None)
        return None if value is None else parse_day(value)

    def phone_number(self, name: str, region: str) -> str | None:
        """A phone number or another sender, in the one spelling that is kept."""
        value = self.text(name)
        if value is None:
            return None
        number = normalised("+" + value[1:] if value.startswith(" ") else value, region)
        if number is None:
            raise InvalidInputError(name, "must be a phone number, such as +12065550123")
        return number

    def page(self) -> PageRequest:
        """How many items are wanted, and after which."""
        limit = self.number("limit", usual=DEFAULT_LIMIT)
        cursor = self._values.pop("cursor", None)
        return PageRequest(limit, position_of(cursor, self._path) if cursor is not None else None)

    def number(self, name: str, *, usual: int) -> int:
        """How many of something are wanted: from one to as many as a page may hold."""
        text = self._values.pop(name, str(usual))
        # Longer digits are no better, and int() reads digits of every script.
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_LIMIT)) + 1
        if not is_number or not 1 <= int(text) <= LARGEST_LIMIT:
            raise InvalidInputError(name, f"must be a whole number from 1 to {LARGEST_LIMIT}")
        return int(text)

    def finish(self) -> None:
        """
        See that nothing is left over.

        Raises:
            InvalidInputError: When there is a parameter that nobody asked for.
        """
        for name in self._values:
            raise InvalidInputError(name[:LONGEST_TEXT], "is not a parameter of this address")


def no_parameters(request: Request) -> None:
    """
    See that a request has no query.

    Raises:
        InvalidInputError: When it has one.
    """
    Parameters(request).finish()


def _parsed(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise InvalidInputError("query", "must be UTF-8 and have few parameters") from error
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise InvalidInputError(name[:LONGEST_TEXT], "is given more than once")
        values[name] = value
    return values
