"""How many requests a key may make: counted over any second, not over the second on the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import attrs

SECOND: Final = timedelta(seconds=1)


@attrs.define
class RateLimit:
    """Lets so many requests pass in any second; those that it refuses do not count."""

    requests: int | None
    """How many; None is without a limit."""
    _passed: deque[datetime] = attrs.field(factory=deque, init=False)

    def passes(self, now: datetime) -> bool:
        """Say whether one more may pass now, and count it if so."""
        while self._passed and now - self._passed[0] >= SECOND:
            self._passed.popleft()
        if self.requests is not None and len(self._passed) >= self.requests:
            return False
        self._passed.append(now)
        return True


def busiest_second(moments: Iterable[datetime]) -> int:
    """
    Count the moments of the second that has most of them, wherever it begins.

    >>> noon = datetime(2026, 4, 13, 12)
    >>> busiest_second(noon + timedelta(seconds=after) for after in (0.0, 0.9, 1.0, 1.8))
    3
    """
    most, within = 0, deque[datetime]()
    for moment in sorted(moments):
        within.append(moment)
        while moment - within[0] >= SECOND:
            within.popleft()
        most = max(most, len(within))
    return most
