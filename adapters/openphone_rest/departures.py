"""The moment in which a request goes out: only with a permit, and never after it was given up."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Final

from openphone_crm.errors import UnavailableError

from .permits import Permits
from .refusals import OPENPHONE

_GOING_OUT: Final = "http11.send_request_headers.started"
"""What httpcore2 tells when there is a connection, and before the first byte."""


class Departure:
    """One request's way out: whether it has left is known for certain, however it ends."""

    def __init__(self, permits: Permits, permit: datetime) -> None:
        self._permits = permits
        self._permit = permit
        self._lock = Lock()
        self._has_left = False
        self._is_given_up = False

    def trace(self, event: str, _details: object) -> None:
        """
        Hold the request back until it may go.

        Raises:
            DeferredError: When that takes longer than anybody waits.
            UnavailableError: When it was given up meanwhile.
        """
        if event != _GOING_OUT:
            return
        self._permit = self._permits.renew(self._permit)
        with self._lock:
            if self._is_given_up:
                raise UnavailableError(OPENPHONE, "there was no connection in time")
            self._has_left = True

    def give_up(self) -> bool:
        """Let it not leave any more; tells whether it has left before."""
        with self._lock:
            self._is_given_up = True
            return self._has_left
