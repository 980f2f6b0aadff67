"""Whether the process is alive, and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
import falcon
import orjson
import structlog
from falcon.asgi import Request, Response

from adapters.falcon_http.threads import Threads
from openphone_crm.errors import UnavailableError

log = structlog.get_logger(__name__)

RETRY_AFTER_S: Final = 5

_MIGRATIONS: Final = "migrations"
_DATABASE: Final = "database"
_DETAILS: Final = {
    _MIGRATIONS: (
        "The tables lack migrations, or are newer than this version: run `python -m entrypoints migrate`; "
        "`python -m entrypoints check` says which it is."
    ),
    _DATABASE: (
        "The database cannot be used: `python -m entrypoints check` says why. "
        f"Try again in {RETRY_AFTER_S} seconds."
    ),
}


class UnreadyError(falcon.HTTPServiceUnavailable):
    """Nothing can be served; `members` say how the parts are that were looked at."""

    def __init__(self, what: str) -> None:
        detail = _DETAILS.get(what, f"The {what} cannot answer now; try again in {RETRY_AFTER_S} seconds.")
        super().__init__(title="Not ready", description=detail, retry_after=RETRY_AFTER_S)
        # RFC 9457 has a `status` of its own, which is a number.
        self.members: Mapping[str, object] = {"ready": False, "part": what, **_parts(what)}


@attrs.frozen
class Alive:
    """The process runs and its loop turns."""

    async def on_get(self, _: Request, response: Response) -> None:
        """Say so."""
        response.data = orjson.dumps({"status": "ok"})

    on_head = on_get


@attrs.frozen
class Ready:
    """What is needed to serve is there."""

    readiness: Callable[[], Mapping[str, str]]
    threads: Threads

    async def on_get(self, _: Request, response: Response) -> None:
        """Tell how each part is; a part that may be down is not an error."""
        try:
            parts = await self.threads.run(self.readiness)
        except UnavailableError as error:
            # The cause may name hosts and accounts: it is for the log.
            log.warning("not ready", what=error.what, cause=str(error.cause))
            raise UnreadyError(error.what) from error
        response.data = orjson.dumps({"status": "ready", **parts})

    on_head = on_get


def _parts(what: str) -> Mapping[str, str]:
    if what == _MIGRATIONS:
        return {_DATABASE: "ok", _MIGRATIONS: "missing"}
    return {_DATABASE: "away"} if what == _DATABASE else {}
