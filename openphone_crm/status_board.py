"""How the system is, gathered from all who know a part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.extraction.costs import month_of
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.trust import doubtful
from openphone_crm.health.checks import CheckState
from openphone_crm.paging import PageRequest
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.extraction_readers import ExtractionReader
from openphone_crm.ports.figures import Figures
from openphone_crm.ports.health_checks import HealthChecks
from openphone_crm.ports.readings import Readings
from openphone_crm.ports.reconciliation_book import ReconciliationBook
from openphone_crm.ports.traffic import Traffic
from openphone_crm.ports.workspace import Workspace
from openphone_crm.status import Health, ReadingFigures, Status

LATEST: Final = 1000
"""So many events of those received last are timed."""
CHECKS: Final = 100
"""So many health checks are counted: of texts, those of 25 days."""
A_DAY: Final = timedelta(days=1)
MOST_ALERTS: Final = 100


@attrs.frozen(kw_only=True)
class StatusBoard:
    """
    Gathers the figures; each costs the same however much there is.

    `features` says what is on, and of what is off which setting turns it on. `model` names who reads.
    """

    alert_book: AlertBook
    figures: Figures
    traffic: Traffic
    health_checks: HealthChecks
    extractions: ExtractionReader
    readings: Readings
    reconciliations: ReconciliationBook
    workspace: Workspace
    clock: Clock
    model: Callable[[], str]
    precision: float = 0.9
    budget_usd: float | None = None
    checks_health: bool = False
    features: Mapping[str, str] = attrs.field(factory=dict)

    def now(self) -> Status:
        """
        How everything is at this moment.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        return Status(
            at=now,
            alerts=self.alert_book.find(PageRequest(limit=MOST_ALERTS), is_open=True).items,
            health=self._health(),
            queues=self.figures.queues(now),
            seconds=self.figures.seconds(latest=LATEST),
            failed=self._failed(),
            reading=self._reading(),
            reconciliation=self.reconciliations.figures(since=now - A_DAY),
            our_lines=len(self.workspace.lines()),
            features=self.features,
        )

    def _health(self) -> Health:
        checks = [one for one in self.health_checks.find(PageRequest(limit=CHECKS)).items if one.is_over]
        well = sum(one.state is CheckState.OK for one in checks)
        return Health(is_on=self.checks_health, last=next(iter(checks), None), well=Share(well, len(checks)))

    def _failed(self) -> Share:
        """How many failed of what was received in a day, whose first hour counts as a whole."""
        since = self.clock.now() - A_DAY
        hours = self.traffic.hours(since=since.replace(minute=0, second=0, microsecond=0))
        failed = self.figures.failed(since=since)
        return Share(failed, max(sum(hours.values()), failed))

    def _reading(self) -> ReadingFigures:
        model, month = self.model(), month_of(self.clock.now())
        verdicts = {topic: share for topic, share in self.extractions.verdicts(model).items() if share.whole}
        return ReadingFigures(
            model=model,
            verdicts=verdicts,
            asked_about=doubtful(verdicts, precision=self.precision),
            month=[one for one in self.readings.months() if one.month == month],
            spent_usd=self.readings.spent(month),
            budget_usd=self.budget_usd,
        )
