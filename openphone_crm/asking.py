"""Asking OpenPhone from a follow-up: what has to wait, and who is to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule
from openphone_crm.courtesy import Courtesy
from openphone_crm.errors import (
    DeferredError,
    GroupCallError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    SettingsError,
)
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.pacer import CourteousPacer
from openphone_crm.refusal_alarm import RefusalAlarm

UNTIL_IT_IS_MENDED: Final = timedelta(minutes=10)
"""A key that is refused is refused until somebody makes another."""

_REFUSED: Final = "OpenPhone refuses the API key"
_ACCEPTED: Final = "OpenPhone accepts the API key again"
_LEFT_ALONE: Final = "OpenPhone asked to be left alone"


@attrs.frozen(kw_only=True)
class Asking:
    """
    Makes of what OpenPhone cannot answer now something that is asked again later, and is no attempt.

    With a pacer, what one of all processes is told holds for them all.
    """

    alarms: Alarms
    clock: Clock
    pacer: CourteousPacer | None = None

    def is_open(self) -> bool:
        """Whether OpenPhone may be asked now, and has not asked to be left alone."""
        return self._courtesy.held_until() is None

    @contextmanager
    def politely(self, *, asked_for: str | None = None, may_be_refused: bool = False) -> Iterator[None]:
        """
        Ask within this block for things of some kind.

        That OpenPhone does not like how it is asked is told, unless it may be so.

        Raises:
            DeferredError: When OpenPhone wants to be left alone, or refuses the key, of which those
                who run this are told.
        """
        if (held_until := self._courtesy.held_until()) is not None:
            raise DeferredError(_LEFT_ALONE, held_until)
        try:
            yield
        except RateLimitedError as error:
            raise DeferredError(str(error), self._courtesy.hold(error.retry_after_s)) from error
        except SettingsError as error:
            message = f"{error}. Nothing is fetched or sent until it is mended."
            self.alarms.ring(Rule.API_KEY, title=_REFUSED, message=message)
            raise DeferredError(_REFUSED, self.clock.now() + UNTIL_IT_IS_MENDED) from error
        except RefusedError as error:
            self._courtesy.answered()
            if not may_be_refused:
                self._refusals.tell_of(error, asked_for=asked_for)
            raise
        except (NotFoundError, GroupCallError):
            # Whoever says that has taken the key.
            self.answered(asked_for=asked_for)
            raise
        self.answered(asked_for=asked_for)

    def answered(self, *, asked_for: str | None = None) -> None:
        """
        Note that OpenPhone has answered: whatever was told of its refusals is over.

        Raises:
            UnavailableError: When the store is away.
        """
        self._courtesy.answered()
        self.alarms.stop(Rule.API_KEY, title=_ACCEPTED, message="What had to wait is done now.")
        self._refusals.answered(asked_for=asked_for)

    @property
    def _courtesy(self) -> Courtesy:
        return Courtesy(self.clock, self.pacer)

    @property
    def _refusals(self) -> RefusalAlarm:
        return RefusalAlarm(alarms=self.alarms, clock=self.clock)
