"""Reads what is asked for, and refuses what OpenPhone refuses: unknown names, wrong forms, wrong sizes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import orjson

from openphone_crm.moments import parse_moment
from openphone_crm.testing.openphone_api.refusals import bad

LINE_ID: Final = r"PN.*"
USER_ID: Final = r"US.*"
ACTOR_ID: Final = r"(US|SYU?).*"
E164: Final = r"\+[1-9]\d{1,14}"
ANYTHING: Final = r".*"
MESSAGE_PARTY: Final = rf"{E164}|[0-9]{{3,8}}|(?i:anonymous|restricted|blocked)"


@attrs.frozen
class Parameters:
    """The query of a request, of whose parameters the names are known."""

    pairs: tuple[tuple[str, str], ...]

    def know(self, names: Collection[str]) -> None:
        """
        See that no other parameters were given.

        Raises:
            RefusalError: When one was.
        """
        for name, value in self.pairs:
            if name not in names:
                raise bad(f"/query/{name}", f"Unexpected parameter {name}", value)

    def one(self, name: str, form: str = ANYTHING, *, required: bool = False) -> str | None:
        """Read a parameter that is given once or not at all."""
        found = self.every(name, form, at_least=int(required), at_most=1)
        return found[0] if found else None

    def every(
        self, name: str, form: str = ANYTHING, *, at_least: int = 0, at_most: int = 100
    ) -> tuple[str, ...]:
        """Read a parameter that may be given several times."""
        found = tuple(value for key, value in self.pairs if key == name)
        if len(found) < at_least:
            raise bad(f"/query/{name}", "Expected required property")
        if len(found) > at_most:
            raise bad(f"/query/{name}", f"Expected {at_most} or fewer values", list(found))
        return _formed(found, f"/query/{name}", form)

    def listed(self, name: str, form: str = ANYTHING) -> tuple[str, ...]:
        """Read a parameter whose values stand in one, with commas between."""
        found = self.one(name)
        return _formed(found.split(","), f"/query/{name}", form) if found is not None else ()

    def number(self, name: str, *, highest: int, required: bool = False) -> int:
        """Read the size of a page: ten, where it is not given."""
        found = self.one(name, required=required)
        if found is None:
            return 10
        if not re.fullmatch(r"[0-9]{1,9}", found) or not 1 <= int(found) <= highest:
            raise bad(f"/query/{name}", f"must be an integer from 1 to {highest}", found)
        return int(found)

    def moment(self, name: str) -> datetime | None:
        """Read a time."""
        found = self.one(name)
        moment = parse_moment(found)
        if found is not None and moment is None:
            raise bad(f"/query/{name}", "Expected string to match 'date-time' format", found)
        return moment


def _formed(values: Iterable[str], path: str, form: str) -> tuple[str, ...]:
    checked = tuple(values)
    for value in checked:
        if not re.fullmatch(form, value, re.DOTALL):
            raise bad(path, f"Expected string to match '{form}'", value)
    return checked


@attrs.frozen
class Body:
    """The JSON object in the body of a request, of whose fields the names are known."""

    fields: Mapping[str, Any]

    @classmethod
    def read(cls, body: bytes, names: Collection[str]) -> Body:
        """
        Read it.

        Raises:
            RefusalError: When it is no JSON object, or has another field.
        """
        try:
            fields = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise bad("/body", "Expected JSON") from None
        if not isinstance(fields, dict):
            raise bad("/body", "Expected object")
        for name in fields.keys() - names:
            raise bad(f"/body/{name}", f"Unexpected property {name}", fields[name])
        return cls(fields)

    def text(
        self, name: str, form: str = ANYTHING, *, required: bool = False, longest: int = 2000
    ) -> str | None:
        """Read a text."""
        if name not in self.fields and not required:
            return None
        found = self.fields.get(name)
        if not isinstance(found, str) or len(found) > longest or not re.fullmatch(form, found, re.DOTALL):
            raise bad(f"/body/{name}", f"Expected string to match '{form}'", found)
        return found

    def texts(
        self, name: str, form: str, *, required: bool = False, at_most: int = 100
    ) -> tuple[str, ...] | None:
        """Read a list of texts, one at least."""
        if name not in self.fields and not required:
            return None
        found = self.fields.get(name)
        if not isinstance(found, list) or not 1 <= len(found) <= at_most:
            raise bad(f"/body/{name}", f"Expected an array of 1 to {at_most}", found)
        if not all(isinstance(each, str) for each in found):
            raise bad(f"/body/{name}", "Expected strings", found)
        return _formed(found, f"/body/{name}", form)
