"""Asking OpenPhone from a follow-up: what has to wait, and who is to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule, Severity
from openphone_crm.errors import (
    DeferredError,
    GroupCallError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    SettingsError,
)
from openphone_crm.ports.clock import Clock

REST: Final = timedelta(seconds=10)
"""How long OpenPhone is left alone when it does not say how long."""
UNTIL_IT_IS_MENDED: Final = timedelta(minutes=10)
"""A key that is refused is refused until somebody makes another."""
UNTIL_IT_IS_FORGOTTEN: Final = timedelta(hours=1)
"""A question that OpenPhone does not like is told at most so often."""

_REFUSED: Final = "OpenPhone refuses the API key"
_ACCEPTED: Final = "OpenPhone accepts the API key again"
_DISLIKED: Final = "OpenPhone refuses a question"
_LIKED: Final = "OpenPhone answers what it is asked"


@attrs.frozen(kw_only=True)
class Asking:
    """Makes of what OpenPhone cannot answer now something that is asked again later, and is no attempt."""

    alarms: Alarms
    clock: Clock

    @contextmanager
    def politely(self, *, may_be_refused: bool = False) -> Iterator[None]:
        """
        Ask within this block; that OpenPhone does not like how it is asked is told, unless it may be so.

        Raises:
            DeferredError: When OpenPhone wants to be left alone, or refuses the key, of which those
                who run this are told.
        """
        try:
            yield
        except RateLimitedError as error:
            wait = REST if error.retry_after_s is None else timedelta(seconds=error.retry_after_s)
            raise DeferredError(str(error), self.clock.now() + wait) from error
        except SettingsError as error:
            message = f"{error}. Nothing is fetched or sent until it is mended."
            self.alarms.ring(Rule.API_KEY, title=_REFUSED, message=message)
            raise DeferredError(_REFUSED, self.clock.now() + UNTIL_IT_IS_MENDED) from error
        except RefusedError as error:
            if not may_be_refused:
                self._tell_of_our_bug(error)
            raise
        except (NotFoundError, GroupCallError):
            # Whoever says that has taken the key.
            self._all_is_well()
            raise
        self._all_is_well()

    def _tell_of_our_bug(self, error: RefusedError) -> None:
        message = f"{error}. Most likely that is our bug; it is not asked again. Failures show what it was."
        self.alarms.ring(Rule.API_REFUSED, title=_DISLIKED, message=message, severity=Severity.WARNING)

    def _all_is_well(self) -> None:
        self.alarms.stop(Rule.API_KEY, title=_ACCEPTED, message="What had to wait is done now.")
        refused = self.alarms.book.open(Rule.API_REFUSED)
        if refused is not None and self.clock.now() - refused.since >= UNTIL_IT_IS_FORGOTTEN:
            self.alarms.stop(Rule.API_REFUSED, title=_LIKED, message="Failures still show what it refused.")
