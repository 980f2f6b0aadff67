"""Telling those who run this that reading waits for its budget."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.notifications import Audience
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.notifier import Notifier
from openphone_crm.priority import Priority
from openphone_crm.telling import SEND

_TITLE = "Reading waits: this month's budget of ${budget:.2f} is spent"
_BODY = """\
What customers write and say is received, shown and kept as always; for now nothing of it is read for \
names, addresses and e-mails. {then}

To go on before, raise GEMINI_MONTHLY_BUDGET_USD and restart; without that setting there is no limit."""
_THEN = "All of it is read once the month turns (in UTC)."
_NEVER = "With a budget of nothing it stays so in every month."


@attrs.frozen(kw_only=True)
class BudgetAlarm:
    """Has it told once a month for each budget, through every channel, however often it rings."""

    follow_ups: FollowUps
    notifier: Notifier
    clock: Clock
    budget_usd: float

    def ring(self) -> None:
        """
        Have it told, if it was not yet.

        Raises:
            UnavailableError: When the store is away.
        """
        if sendings := list(self._sendings()):
            self.follow_ups.add(sendings)

    def _sendings(self) -> Iterator[FollowUp]:
        now = self.clock.now()
        month, title = f"{now:%Y-%m}", _TITLE.format(budget=self.budget_usd)
        body = _BODY.format(then=_THEN if self.budget_usd else _NEVER)
        for channel in self.notifier.channels(Audience.OPERATORS):
            yield FollowUp(
                id=follow_up_id(SEND, "budget", month, f"{self.budget_usd:g}", channel),
                kind=SEND,
                subject=month,
                priority=Priority.STANDARD,
                created_at=now,
                due_at=now,
                details={"channel": channel, "title": title, "body": body},
            )
