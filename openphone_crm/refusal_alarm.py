"""Telling those who run this that OpenPhone refuses a question: by our mistake, or as not allowed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.errors import RefusedError
from openphone_crm.ports.clock import Clock

UNTIL_IT_IS_FORGOTTEN: Final = timedelta(hours=1)
"""A question that OpenPhone does not like is told at most so often."""

_DISLIKED: Final = "OpenPhone refuses a question"
_LIKED: Final = "OpenPhone answers what it is asked"
_OUR_BUG: Final = "Most likely that is our bug; it is not asked again. Failures show what it was."
_NOT_ALLOWED: Final = "OpenPhone does not allow something"
_ALLOWED: Final = "OpenPhone allows it again"
_WHAT_TO_DO: Final = (
    "The key itself is not refused: it may not do this, or the plan of the workspace does not have it. "
    "Look at both in Quo's settings; until then it is left out."
)


@attrs.frozen(kw_only=True)
class RefusalAlarm:
    """
    Tells of a refusal once, and ends it with care.

    What is not allowed is over when the same kind of thing is answered, whatever else is answered
    meanwhile: which kind it was stands at the beginning of the alert's message.
    """

    alarms: Alarms
    clock: Clock

    def tell_of(self, error: RefusedError, *, asked_for: str | None) -> None:
        """Raise the alert for a question of this kind; one that is open stays as it is."""
        if self.alarms.book.open(Rule.API_REFUSED) is not None:
            return
        if error.is_forbidden:
            title, message = _NOT_ALLOWED, f"{_forbidden(asked_for)}{error}. {_WHAT_TO_DO}"
        else:
            title, message = _DISLIKED, f"{error}. {_OUR_BUG}"
        self.alarms.ring(Rule.API_REFUSED, title=title, message=message, severity=Severity.WARNING)

    def answered(self, *, asked_for: str | None) -> None:
        """End it when this answer says that it is over."""
        alert = self.alarms.book.open(Rule.API_REFUSED)
        if alert is None:
            return
        if alert.message.startswith(_NOT_ALLOWED):
            if asked_for is not None and alert.message.startswith(_forbidden(asked_for)):
                self.alarms.stop(Rule.API_REFUSED, title=_ALLOWED, message=f"It answers: {asked_for}.")
        elif self._is_forgotten(alert):
            self.alarms.stop(Rule.API_REFUSED, title=_LIKED, message="Failures still show what it refused.")

    def _is_forgotten(self, alert: Alert) -> bool:
        return self.clock.now() - alert.since >= UNTIL_IT_IS_FORGOTTEN


def _forbidden(asked_for: str | None) -> str:
    return f"{_NOT_ALLOWED}: {asked_for or 'one of the things it is asked for'}. "
