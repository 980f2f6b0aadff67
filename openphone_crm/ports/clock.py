"""The time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and names new things."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...

    def new_id(self) -> str:
        """A UUID that nobody has used before; later ones sort after earlier ones."""
        ...
