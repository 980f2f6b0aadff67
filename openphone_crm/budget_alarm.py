"""Telling those who run this that reading waits for its budget."""

from __future__ import annotations

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alert_rules.means import spent
from openphone_crm.alerts import Rule


@attrs.frozen(kw_only=True)
class BudgetAlarm:
    """Has it told as soon as something has to wait; whoever watches the budget says when that is over."""

    alarms: Alarms
    budget_usd: float

    def ring(self) -> None:
        """
        Have it told, if it was not yet.

        Raises:
            UnavailableError: When the store is away.
        """
        wrong = spent(self.budget_usd)
        self.alarms.ring(Rule.BUDGET, title=wrong.title, message=wrong.message, severity=wrong.severity)
