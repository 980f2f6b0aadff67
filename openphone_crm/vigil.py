"""For how long somebody has been looking: whoever has not, does not know what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import attrs


@attrs.define
class Vigil:
    """
    Looks that follow each other; one that fails ends it, and so does a pause longer than `longest_pause`.

    Nobody could give a sign of life while the store was away, and a machine that slept wakes up with
    everybody on it.
    """

    longest_pause: timedelta
    _since: datetime | None = attrs.field(default=None, init=False)
    _last: datetime | None = attrs.field(default=None, init=False)

    @contextmanager
    def looking(self, now: datetime) -> Iterator[datetime]:
        """Look while the block lasts, and give since when that has been done without a gap."""
        if self._since is None or self._last is None or not self._follows(self._last, now):
            self._since = now
        self._last = now
        try:
            yield self._since
        except BaseException:
            self._since = None
            raise

    def _follows(self, last: datetime, now: datetime) -> bool:
        return timedelta() <= now - last <= self.longest_pause
