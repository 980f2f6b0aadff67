"""Telling those who run this that the store is away: directly, for what is to be told waits in that store."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.health.checks import VERIFIED_AFTER
from openphone_crm.health.fault_texts import FAILING_TITLE, RECOVERED_TITLE, help_of, what_of
from openphone_crm.health.faults import STORE_AWAY, Fault
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.notifier import Notifier

_BACK: Final = "The database answers again. It was away since {since:%Y-%m-%d %H:%M} UTC."


@attrs.define(kw_only=True)
class StoreAlarm:
    """
    Has it told once when the store has been away for two minutes, and once more when it is back.

    It remembers only as long as its process lives: two processes tell it twice.
    """

    notifier: Notifier
    clock: Clock
    _away_since: datetime | None = attrs.field(default=None, init=False)
    _is_told: bool = attrs.field(default=False, init=False)

    def away(self, error: UnavailableError) -> None:
        """Note that the store is away, and have it told when it has been for long."""
        now = self.clock.now()
        self._away_since = self._away_since or now
        if now - self._away_since >= VERIFIED_AFTER and not self._is_told:
            self._is_told = True
            message = f"{error}. {help_of(Fault.DATABASE)}"
            self._tell(Notification(title=FAILING_TITLE.format(what=what_of(STORE_AWAY)), body=message))

    def back(self) -> None:
        """Note that it is there, and have that told when it was told to be away."""
        if self._is_told and self._away_since is not None:
            self._tell(Notification(title=RECOVERED_TITLE, body=_BACK.format(since=self._away_since)))
        self._away_since, self._is_told = None, False

    def _tell(self, notification: Notification) -> None:
        """Through every channel; there is nowhere to write down that one of them fails."""
        for channel in self.notifier.channels(Audience.OPERATORS):
            with suppress(UnavailableError, NotFoundError):
                self.notifier.send(channel, notification)
