"""When the next request may go out: OpenPhone takes ten a second, from all processes together."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from openphone_crm.courtesy import SERVICE
from openphone_crm.errors import DeferredError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.pacer import Pacer

INTERVAL: Final = timedelta(milliseconds=110)
"""Ten in 1.1 s, so that an eleventh falls into the same second only when the first was a tenth late."""

GRACE: Final = timedelta(milliseconds=25)
"""So late a permit may be used: what is left of that tenth is for the way to OpenPhone."""

PATIENCE: Final = timedelta(seconds=5)
NOT_SO_FAST: Final = "OpenPhone is asked as often as it allows"


class Permits:
    """Gives out one permit at a time, good at its moment and a little longer."""

    def __init__(self, pacer: Pacer, clock: Clock, pause: Callable[[float], None] = time.sleep) -> None:
        self._pacer = pacer
        self._clock = clock
        self._pause = pause

    def take(self, *, lead: timedelta = timedelta()) -> datetime:
        """
        Wait for the next permit, one that is good after the lead at the earliest.

        Raises:
            DeferredError: When that is further away than anybody waits.
        """
        now = self._clock.now()
        moment = self._pacer.next_free(SERVICE, now=now + lead, interval=INTERVAL, patience=PATIENCE)
        if moment - now > PATIENCE + lead:
            raise DeferredError(NOT_SO_FAST, moment)
        self._pause(max((moment - self._clock.now()).total_seconds(), 0))
        return moment

    def renew(self, permit: datetime) -> datetime:
        """
        Give the permit back while it is good, else wait for another; the old one is let go.

        A process that was kept waiting, by the system or by a connection that was still to be made, would
        ask in somebody else's moment.

        Raises:
            DeferredError: When another is further away than anybody waits.
        """
        lead = timedelta()
        while self._clock.now() - permit > GRACE:
            started = self._clock.now()
            permit = self.take(lead=lead)
            # Where taking one is slow, the next must not be old when it is there.
            lead = min(max(self._clock.now() - started, lead), PATIENCE)
        return permit
