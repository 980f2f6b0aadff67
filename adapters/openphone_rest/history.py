"""The history of the workspace (port `HistoryApi`), by the newer API where there is one."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Lock
from typing import Final

import attrs

from openphone_crm.errors import CrmError, NotFoundError
from openphone_crm.ports.clock import Clock
from openphone_crm.remote import FetchedKind, FetchedPage, Surface, Window

from .client import Client
from .dated_history import DatedHistory
from .places import DatedPlace, Walk, place_of
from .refusals import Refusal
from .v1_history import V1History

_REMEMBERED: Final = timedelta(minutes=10)
_NOT_THERE: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@attrs.frozen
class _Found:
    surface: Surface
    at: datetime


class RestHistory:
    """Goes through what was written and called in a stretch of time."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._dated = DatedHistory(client)
        self._v1 = V1History(client, clock)
        self._lock = Lock()
        self._found: _Found | None = None

    def surface(self) -> Surface:
        """Which API answers; it is asked again after some minutes."""
        with self._lock:
            now = self._clock.now()
            if self._found is None or now - self._found.at > _REMEMBERED:
                self._found = _Found(self._asked(), now)
            return self._found.surface

    def page(self, kind: FetchedKind, window: Window, cursor: str | None = None) -> FetchedPage:
        """
        Messages or calls of this window; a cursor stays with the API that it is from.

        Raises:
            InvalidInputError: When the cursor is none of ours.
        """
        match place_of(cursor) if cursor else None:
            case DatedPlace() as place:
                return self._dated.page(kind, window, place)
            case Walk() as walk:
                return self._v1.page(kind, window, walk)
        if self.surface() is Surface.DATED:
            return self._dated.page(kind, window, DatedPlace())
        return self._v1.page(kind, window, None)

    def _asked(self) -> Surface:
        try:
            # Calls came to the newer API last: where they are, the rest is.
            self._client.get("/calls", [("limit", "1")], surface=Surface.DATED, meaning=_not_there)
        except NotFoundError:
            return Surface.V1
        return Surface.DATED


def _not_there(refusal: Refusal) -> CrmError | None:
    return NotFoundError("API", Surface.DATED) if refusal.status in _NOT_THERE else None
