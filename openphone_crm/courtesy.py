"""Leaving OpenPhone alone when it asks for that, in all processes, and each time for longer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.ports.clock import Clock
from openphone_crm.ports.pacer import CourteousPacer

SERVICE: Final = "openphone"
"""The name under which all who ask OpenPhone share its pace."""

FIRST_HOLD: Final = timedelta(seconds=10)
"""How long it is left alone at first when it does not say how long."""
SHORTEST_HOLD: Final = timedelta(seconds=1)
LONGEST_HOLD: Final = timedelta(minutes=5)
"""Whatever it says: what a wrong header puts off would be lost."""
A_MOMENT: Final = timedelta(seconds=1)
"""So long whoever asks may wait for its turn; it is no hold."""


@attrs.frozen
class Courtesy:
    """Remembers with the pacer until when OpenPhone is left alone; without one it tells, and forgets."""

    clock: Clock
    pacer: CourteousPacer | None = None

    def held_until(self) -> datetime | None:
        """
        When OpenPhone may be asked again; None when that is now.

        Only what it asked for counts: other moments far away are those of a wrong clock.
        """
        if self.pacer is None or not self.pacer.refusals(SERVICE):
            return None
        now = self.clock.now()
        free_at = self.pacer.free_at(SERVICE, now=now)
        return free_at if free_at - now > A_MOMENT else None

    def hold(self, told_s: float | None) -> datetime:
        """Have everybody leave it alone for as long as it said, and tell until when."""
        if self.pacer is None:
            return self.clock.now() + hold_after(told_s, refusals=0)
        if (held := self.held_until()) is not None:
            # Somebody who asked at the same time was told so too: that is one refusal.
            return held
        until = self.clock.now() + hold_after(told_s, refusals=self.pacer.refusals(SERVICE))
        self.pacer.hold(SERVICE, until=until)
        return until

    def answered(self) -> None:
        """Begin with short waits again; nothing is written when nothing was refused."""
        if self.pacer is not None and self.pacer.refusals(SERVICE):
            self.pacer.answered(SERVICE)


def hold_after(told_s: float | None, *, refusals: int) -> timedelta:
    """
    How long OpenPhone is left alone when it asks for that, after so many times in a row before.

    >>> [hold_after(None, refusals=refusals).seconds for refusals in (0, 1, 2, 20)]
    [10, 20, 40, 300]
    >>> [hold_after(told_s, refusals=0).seconds for told_s in (0, 40, 999_999_999)]
    [1, 40, 300]
    """
    wait_s = FIRST_HOLD.total_seconds() * 2 ** min(refusals, 10) if told_s is None else told_s
    return max(timedelta(seconds=min(wait_s, LONGEST_HOLD.total_seconds())), SHORTEST_HOLD)
