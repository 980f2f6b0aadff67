"""Where a scenario plays: the installation, the traffic that flows to it, and ways to wait for something."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import MappingProxyType

import attrs

from openphone_crm.priority import Priority
from tests.chaos.board import Board
from tests.chaos.checker import Sent, Verdict, check
from tests.chaos.figures import Figures, faults_of
from tests.chaos.installation import Installation
from tests.chaos.sending import Sender, sending
from tests.chaos.traffic import Parcel

LOOK_S = 0.5
PAUSE_S = 0.05
SETTLE_LIMIT_S = 180.0

_ANY_TIME: Mapping[Priority, timedelta] = MappingProxyType({})


@attrs.define(kw_only=True)
class Stage:
    """What a scenario has to do with."""

    installation: Installation
    sender: Sender
    board: Board
    struck: dict[str, datetime] = attrs.field(factory=dict)
    """When the worker of an event was killed with the event in hand, by event id."""
    _looked: float = attrs.field(default=0, init=False)

    def pause(self, seconds: float) -> None:
        """Wait so long, and show meanwhile how things are."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self._look()
            time.sleep(min(PAUSE_S, max(ends - time.monotonic(), 0)))

    def wait_until(self, holds: Callable[[], bool], *, limit_s: float) -> bool:
        """Wait for something; whether it came to hold within the limit."""
        ends = time.monotonic() + limit_s
        while not holds():
            if time.monotonic() > ends:
                return False
            self.pause(LOOK_S / 2)
        return True

    def settle(self, limit_s: float = SETTLE_LIMIT_S) -> list[str]:
        """Send nothing new, and wait until all is acknowledged and done; what did not happen."""
        self.board.say("waiting for the rest")
        self.sender.send_nothing_new()
        if not self.wait_until(lambda: self.sender.is_all_acknowledged, limit_s=limit_s):
            return [f"not everything was acknowledged within {limit_s:.0f} s"]
        if not self.wait_until(lambda: self.installation.evidence.left() == 0, limit_s=limit_s):
            return [f"not everything was done within {limit_s:.0f} s"]
        return []

    def verdict(self, limits: Mapping[Priority, timedelta] = _ANY_TIME) -> Verdict:
        """Have the checker compare what was sent with what is there."""
        sent = Sent(
            parcels=self.sender.sent,
            acknowledged=self.sender.acknowledged,
            limits=limits,
            struck=self.struck,
        )
        return check(sent, self.installation.evidence.found())

    def figures(
        self, scenario: str, done: str, verdict: Verdict, *, seen: list[str], faults: list[str]
    ) -> Figures:
        """Put together what was found out."""
        return Figures(
            scenario=scenario,
            done=done,
            sent=len(self.sender.sent),
            acknowledged=len(self.sender.acknowledged),
            repeats=self.sender.repeats,
            verdict=verdict,
            seen=seen,
            faults=[*faults, *faults_of(verdict)],
        )

    def _look(self) -> None:
        if time.monotonic() - self._looked < LOOK_S:
            return
        self._looked = time.monotonic()
        self.board.count(
            sent=len(self.sender.sent),
            acknowledged=len(self.sender.acknowledged),
            processed=self.installation.evidence.done(),
        )


@contextmanager
def staged(
    installation: Installation, board: Board, parcels: Iterator[Parcel], *, rate: float
) -> Iterator[Stage]:
    """Let the traffic flow while the block lasts."""
    with sending(installation.url, parcels, rate=rate) as sender:
        yield Stage(installation=installation, sender=sender, board=board)
