"""Phone numbers and ids that no other test uses, so that tests share one database and never meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final, Self
from uuid import uuid4

import attrs

NOON: Final = datetime(2026, 4, 13, 12, 0, 0, tzinfo=UTC)
_unused: Final = count()


def unused_number() -> str:
    """Give a number of the kind that is reserved for stories."""
    area, line = divmod(next(_unused), 100)
    return f"+1{201 + area}55501{line:02}"


@attrs.frozen(kw_only=True)
class Numbers:
    """One of our numbers with OpenPhone's id of it, and somebody outside."""

    ours: str = attrs.Factory(unused_number)
    line_id: str = attrs.Factory(lambda: f"PNx{uuid4().hex[:7]}")
    customer: str = attrs.Factory(unused_number)

    def with_customer(self, customer: str) -> Self:
        """Give the same number of ours with somebody else outside."""
        return attrs.evolve(self, customer=customer)


def unused_activity() -> str:
    """Give an id of a message or a call; a real one has no `x`, and 32 digits."""
    return "ACx" + uuid4().hex[:31]


def unused_event() -> str:
    """Give an id of an event's envelope."""
    return "EV" + uuid4().hex


def unused_word() -> str:
    """Give a word that stands in no other text."""
    return "w" + uuid4().hex[:12]


def moment(seconds: float = 0.0) -> str:
    """Write the moment so many seconds after noon, as OpenPhone mostly does."""
    return f"{NOON + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}.{round(seconds % 1 * 1000):03}Z"


def instant(text: str) -> datetime:
    """Read a moment, however it is written."""
    return datetime.fromisoformat(text)
