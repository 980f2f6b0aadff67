"""Saying every few seconds that this process is alive, and never holding its work up with that."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import attrs

from entrypoints.bootstrap import Application
from entrypoints.rounds import Duty
from openphone_crm.errors import StoreError, UnavailableError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.heartbeats import Heartbeats

BEAT_S = 10.0
BEATS_WITHIN_LIMIT = 3
"""So often a part beats at least before it would be missed."""


@attrs.define(kw_only=True)
class Pulse:
    """Beats for the parts of the system whose work this process does."""

    heartbeats: Heartbeats
    clock: Clock
    parts: Sequence[str]
    every_s: float
    _next: float = attrs.field(default=0.0, init=False)

    def beat(self) -> None:
        """
        Say that each part is alive.

        Raises:
            UnavailableError: When the store is away.
        """
        for part in self.parts:
            self.heartbeats.beat(part, process=_process(), at=self.clock.now())

    def beating(self, should_stop: Callable[[], bool]) -> Callable[[], bool]:
        """
        The same question, which also beats when it is time: whoever works asks it every second or so.

        While the store is away nothing is said, and the work goes on as it can.
        """

        def asked() -> bool:
            if time.monotonic() >= self._next:
                with suppress(StoreError, UnavailableError):
                    self.beat()
                self._next = time.monotonic() + self.every_s
            return should_stop()

        return asked


def pulse_of(application: Application, parts: Sequence[str]) -> Pulse:
    """Beat for these parts, as often as the settings want it."""
    every_s = min(BEAT_S, application.settings.alert_heartbeat_s / BEATS_WITHIN_LIMIT)
    return Pulse(
        heartbeats=application.database.heartbeats,
        clock=application.clock,
        parts=parts,
        every_s=every_s,
    )


def beating_for(application: Application, *parts: str) -> Duty:
    """Beat for these parts as a duty that comes round."""
    pulse = pulse_of(application, parts)
    return Duty("heartbeat", pulse.every_s, pulse.beat)


def _process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
