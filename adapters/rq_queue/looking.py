"""What answers at the url of a Redis, and what helps when it does not, for whoever sets one up."""

from __future__ import annotations

from contextlib import closing
from typing import Final

import attrs
from redis.exceptions import AuthenticationError, NoPermissionError

from openphone_crm.errors import UnavailableError

from .connection import DoorbellConnection

OLDEST: Final = (6, 2)
"""From there on a job moves into a worker's hands in one step (BLMOVE); before, RQ loses some."""

_URL: Final = "CRM_REDIS_URL"
_REFUSED: Final = f"the user or the password is wrong: correct {_URL}"
_NOT_ALLOWED: Final = "let this user give all commands, to all keys (ACL SETUSER)"
_HELP: Final = (
    ("HELLO", f"it is older than Redis {'.'.join(map(str, OLDEST))}, the oldest that RQ loses no jobs with"),
    ("refused", f"nothing listens there: start Redis, or correct host and port in {_URL}"),
    ("not known", f"there is no such host: correct {_URL}"),
    ("out of range", f"there is no database of that number: correct the end of {_URL}"),
)
_ELSE: Final = f"see that this machine reaches it ({_URL})"


@attrs.frozen
class BellServer:
    """What answers, and which Redis it is like."""

    name: str
    version: tuple[int, ...]

    @property
    def is_too_old(self) -> bool:
        """Whether RQ would lose jobs with it."""
        return self.version < OLDEST

    def __str__(self) -> str:
        """Name it."""
        return f"{self.name} {'.'.join(map(str, self.version))}"


def bell_server_at(url: str) -> BellServer:
    """
    Ask what is there, once.

    Raises:
        UnavailableError: When there is no answer, or a refusal; its cause says what helps.
    """
    with closing(DoorbellConnection.to(url)) as connection:
        try:
            told = connection.info("server")
        except UnavailableError as error:
            raise UnavailableError("Redis", _explained(error.cause)) from error
    name = "Valkey" if "valkey_version" in told else "Redis"
    version = str(told.get(f"{name.lower()}_version", ""))
    return BellServer(name, tuple(int(part) for part in version.split(".") if part.isdecimal()))


def _explained(cause: object) -> str:
    said = " ".join(str(cause).split()).rstrip(".")
    match cause:
        case AuthenticationError():
            return f"{said}; {_REFUSED}"
        case NoPermissionError():
            return f"{said}; {_NOT_ALLOWED}"
        case _:
            return f"{said}; {next((help_ for words, help_ in _HELP if words in said), _ELSE)}"
