"""Channels that hang: they are left alone for a while, so that the others need not wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import DeferredError, UnavailableError
from openphone_crm.ports.clock import Clock

WHY = "the channel hung a moment ago"
HANGS = timedelta(seconds=5)
"""Whoever takes so long to fail has not refused: nobody answers there."""
REST = timedelta(seconds=60)
"""Longer than a channel may hang, so that most of a worker's time is for the others."""


@attrs.frozen
class HangingChannels:
    """Remembers, as long as this process lives, which channels hung a moment ago."""

    _until: dict[str, datetime] = attrs.field(factory=dict)

    @contextmanager
    def trying(self, channel: str, clock: Clock) -> Iterator[None]:
        """
        Try a channel, unless it hung a moment ago; one that hangs now is left alone for a while.

        Raises:
            DeferredError: When it is left alone.
        """
        began = clock.now()
        until = self._until.get(channel)
        if until is not None and began < until:
            raise DeferredError(WHY, until)
        try:
            yield
        except UnavailableError:
            ended = clock.now()
            if ended - began >= HANGS:
                self._until[channel] = ended + REST
            raise
