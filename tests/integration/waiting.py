"""Waiting for what will be so soon."""

from __future__ import annotations

import time
from collections.abc import Callable

LIMIT_S = 30.0
PAUSE_S = 0.05


def wait_until(holds: Callable[[], bool], *, limit_s: float = LIMIT_S) -> bool:
    """Look again and again; say whether it came to hold before the limit."""
    deadline = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_S)
    return True
