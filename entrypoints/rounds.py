"""Duties that come round: each done again and again, whatever became of it the last time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

import attrs
import structlog

from entrypoints.stopping import Stopping
from openphone_crm.errors import UnavailableError

STEP_S = 1.0
END_S = 2.0

_LOG = structlog.get_logger(__name__)


@attrs.frozen
class Duty:
    """Something that is to be done every so often."""

    name: str
    every_s: float
    run: Callable[[], object]


@attrs.define
class Rounds:
    """Goes through duties once a second, and does those whose time has come."""

    duties: Sequence[Duty]
    _next: dict[str, float] = attrs.field(factory=dict, init=False)
    _troubles: dict[str, str] = attrs.field(factory=dict, init=False)

    def run(self, *, should_stop: Callable[[], bool], pause: Callable[[float], None]) -> None:
        """Go round until told to stop."""
        while not should_stop():
            for duty in self.duties:
                if time.monotonic() >= self._next.get(duty.name, 0) and not should_stop():
                    self._do(duty)
            pause(STEP_S)

    def _do(self, duty: Duty) -> None:
        """Do a duty; says once that something it needs is away, and once that it is back."""
        try:
            duty.run()
        except UnavailableError as error:
            self._note(duty, error.what, reason=str(error))
        except Exception:  # noqa: BLE001 - the outermost loop: the rounds go on, whatever it was
            _LOG.exception("a duty failed", duty=duty.name)
        else:
            self._note(duty, None)
        self._next[duty.name] = time.monotonic() + duty.every_s

    def _note(self, duty: Duty, trouble: str | None, *, reason: str = "") -> None:
        known = self._troubles.pop(duty.name, None)
        if trouble is not None:
            self._troubles[duty.name] = trouble
        if trouble and trouble != known:
            _LOG.warning("a duty waits", duty=duty.name, reason=reason)
        if known and not trouble:
            _LOG.warning("a duty goes on", duty=duty.name, was_away=known)


@contextmanager
def going_round(name: str, duties: Sequence[Duty], *, patience_s: float = END_S) -> Iterator[None]:
    """Go round in a thread of that name while the block lasts; a duty that is begun has so long to end."""
    stopping = Stopping()
    rounds = Rounds(duties)

    def run() -> None:
        rounds.run(should_stop=stopping.is_requested, pause=stopping.pause)

    # A daemon, so that a duty that hangs cannot keep the process from ending.
    thread = Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.request()
        thread.join(patience_s)
