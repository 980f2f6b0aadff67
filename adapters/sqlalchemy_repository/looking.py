"""What keeps a database from being used, and what helps, for whoever sets one up."""

from __future__ import annotations

import re
from typing import Final

import attrs
from sqlalchemy.exc import DBAPIError

from openphone_crm.errors import UnavailableError

from .failures import first_line
from .repository import Database

_URL: Final = "CRM_DATABASE_URL"

# PostgreSQL gives no code for a connection that was never made: its words are all there is.
_HELP: Final = (
    ("password authentication failed", f"the user or the password is wrong: correct {_URL}"),
    ("no password supplied", f"a password is needed: put it into {_URL}"),
    ("role .* does not exist", f"correct the user in {_URL}, or make it with `createuser`"),
    ("database .* does not exist", f"make it with `createdb`, or correct {_URL}"),
    ("pg_hba.conf", "PostgreSQL lets nobody in from here: add this machine to its pg_hba.conf"),
    ("refused", f"nothing listens there: start PostgreSQL, or correct host and port in {_URL}"),
    ("(resolve|translate) host", f"there is no such host: correct {_URL}"),
    ("starting up|shutting down", "wait a moment, and look again"),
    ("too many clients|connection slots", "raise PostgreSQL's max_connections, or run fewer processes"),
    ("unable to open database file", f"run `python -m entrypoints migrate`, or correct {_URL}"),
    ("not a database", f"the file is something else: correct {_URL}"),
    ("readonly", "let this user write to the file and its directory"),
    ("disk", "make room on the disk"),
)
_ELSE: Final = f"see that this machine reaches it ({_URL})"


@attrs.frozen
class Trouble:
    """What is not ready, `database` or `migrations`, why, and what helps; none of it is secret."""

    what: str
    reason: str
    advice: str | None = None

    def __str__(self) -> str:
        """Say all of it in one line."""
        help_ = f"; {self.advice}" if self.advice else ""
        return f"{self.what} is unavailable: {self.reason}{help_}"


def trouble_with(database: Database) -> Trouble | None:
    """See what keeps a database from being used, if anything does."""
    try:
        database.check()
    except UnavailableError as error:
        reason = str(error.cause)
        # What is wrong with migrations says itself what to do.
        return Trouble(error.what, reason, None if error.what == "migrations" else _advice_on(reason))
    except DBAPIError as error:
        reason = first_line(error)
        return Trouble("database", reason, _advice_on(reason))
    return None


def _advice_on(reason: str) -> str:
    return next((advice for words, advice in _HELP if re.search(words, reason)), _ELSE)
