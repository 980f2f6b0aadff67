"""When to try again, and when to stop trying."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import PermanentError

_SPREAD = 0.2
_LONGEST_DELAY = timedelta(days=30)
# Doubled so often, even the shortest delay is longer than the longest.
_MOST_DOUBLINGS = 50


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """
    Three retries after 1, 2 and 4 times `base`, each spread by up to 20 % either way.

    The spread comes from the id of the work, so that what failed together does not come back
    together, and the same decision is made wherever it is made.
    """

    base: timedelta = timedelta(seconds=60)
    retries: int = 3

    def next_attempt(
        self, error: BaseException, *, work_id: str, retries_made: int, now: datetime
    ) -> datetime | None:
        """
        When to try again after this error, or None when the work goes to the dead letters.

        An error that cannot change (`PermanentError`) is never tried again.
        """
        if isinstance(error, PermanentError) or retries_made >= self.retries:
            return None
        return now + self._delay(retries_made) * (1 + _SPREAD * _spread(f"{work_id}/{retries_made}"))

    def _delay(self, retries_made: int) -> timedelta:
        seconds = self.base.total_seconds() * 2.0 ** min(retries_made, _MOST_DOUBLINGS)
        return timedelta(seconds=min(seconds, _LONGEST_DELAY.total_seconds()))


def _spread(seed: str) -> float:
    """A number between -1 and 1 that is always the same for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    return int.from_bytes(digest[:4]) / 2**31 - 1
