"""Signs of life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

FORGOTTEN_AFTER: Final = timedelta(days=1)
"""
Nobody asks any more after a process that was last seen so long ago, or will be in so long a time: it died
while its clock was ahead.
"""


class Heartbeats(Protocol):
    """Keeps when each part of the system was last seen alive, such as `scheduler` or `critical worker`."""

    def beat(self, part: str, *, process: str, at: datetime) -> None:
        """
        Say that this process does the work of a part, and commit; what is far from now is forgotten.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def latest(self) -> Mapping[str, datetime]:
        """When each part was last seen, by whichever process; parts never seen are missing."""
        ...

    def processes(self, part: str, *, since: datetime) -> int:
        """How many processes have said since then that they do the work of a part."""
        ...
