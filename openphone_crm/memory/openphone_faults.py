"""What every role of OpenPhone's API in memory shares: it counts what it is asked, and fails when told to."""

from __future__ import annotations

import threading
from collections import deque

from openphone_crm.errors import CrmError


class MemoryRequests:
    """Remembers requests, and lets them fail."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._passing: deque[CrmError] = deque()
        self._staying: CrmError | None = None
        self.requests: list[str] = []
        """All that was asked, the answered and the failed, as "fetch voicemail ACx1"."""

    def fail(self, *errors: CrmError) -> None:
        """Let the next requests fail, each by one of these, and do nothing."""
        with self._lock:
            self._passing.extend(errors)

    def keep_failing(self, error: CrmError) -> None:
        """Let every request fail until it recovers."""
        with self._lock:
            self._staying = error

    def recover(self) -> None:
        """Let no request fail any more."""
        with self._lock:
            self._passing.clear()
            self._staying = None

    def _asked(self, *words: object) -> None:
        with self._lock:
            self.requests.append(" ".join(map(str, words)))
            error = self._passing.popleft() if self._passing else self._staying
        if error is not None:
            raise error
