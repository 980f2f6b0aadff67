"""How long work may take, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import TypeAlias

import attrs

Watch: TypeAlias = Callable[[], AbstractContextManager[Callable[[], None]]]
"""
Watches over work as long as its block lasts.

What the block is given is called before each piece of work: whoever watches ends the process when
it is then not called again, and the block does not end, within the limit of one event.
"""


@attrs.frozen(kw_only=True)
class TimeLimits:
    """
    How long a worker may be silent before its work is given to another, and how long one event may take.

    A batch is cut after a third of the lease, so that the lease outlasts it and what is saved after it.
    """

    lease: timedelta = timedelta(seconds=30)
    event: timedelta = timedelta(seconds=10)

    @property
    def batch(self) -> timedelta:
        """After so long a batch is cut, and what is left of it is given back."""
        return self.lease / 3


@contextmanager
def unwatched() -> Iterator[Callable[[], None]]:
    """Watch over nothing: whoever calls the core keeps the time himself."""
    yield _nothing


def _nothing() -> None:
    """Do nothing."""
