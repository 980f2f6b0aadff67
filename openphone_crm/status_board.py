"""How the system is, gathered from all who know a part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from openphone_crm.extraction.costs import MonthOfCalls, month_of
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.trust import doubtful
from openphone_crm.health.checks import CheckState
from openphone_crm.looking_back import A_DAY, came_to, failed_share, processing_times
from openphone_crm.paging import PageRequest
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.extraction_readers import ExtractionReader
from openphone_crm.ports.figures import Figures
from openphone_crm.ports.health_checks import HealthChecks
from openphone_crm.ports.heartbeats import Heartbeats
from openphone_crm.ports.readings import Readings
from openphone_crm.ports.reconciliation_book import ReconciliationBook
from openphone_crm.ports.rollups import Rollups
from openphone_crm.ports.traffic import Traffic
from openphone_crm.ports.workspace import Workspace
from openphone_crm.rollups import Measure
from openphone_crm.status import Health, ReadingFigures, Status

CHECKS: Final = 100
"""So many health checks are counted: of texts, those of 25 days."""
MOST_ALERTS: Final = 100
MOST_GROUPS: Final = 10
MONTHS: Final = 13


@attrs.frozen(kw_only=True)
class StatusBoard:
    """
    Gathers the figures; each costs the same however much there is.

    `features` says what is on, and of what is off which setting turns it on. `model` names who reads.
    """

    alert_book: AlertBook
    figures: Figures
    rollups: Rollups
    traffic: Traffic
    health_checks: HealthChecks
    extractions: ExtractionReader
    readings: Readings
    reconciliations: ReconciliationBook
    workspace: Workspace
    clock: Clock
    model: Callable[[], str]
    heartbeats: Heartbeats | None = None
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
        retried = came_to(self.rollups, (Measure.RETRIED,), over=A_DAY, now=now)[Measure.RETRIED]
        return Status(
            at=now,
            alerts=self.alert_book.find(PageRequest(limit=MOST_ALERTS), is_open=True).items,
            health=self._health(),
            queues=self.figures.queues(now),
            processing=processing_times(self.rollups, now),
            failed=failed_share(self.rollups, self.figures, now=now),
            retries=round(sum(retried.values())),
            dead_letters=self.figures.dead_letters(groups=MOST_GROUPS),
            reading=self._reading(),
            reconciliation=self.reconciliations.figures(since=now - A_DAY),
            our_lines=len(self.workspace.lines()),
            last_delivery_at=self.traffic.latest(),
            heartbeats=self.heartbeats.latest() if self.heartbeats else {},
            features=self.features,
        )

    def _health(self) -> Health:
        checks = [one for one in self.health_checks.find(PageRequest(limit=CHECKS)).items if one.is_over]
        well = sum(one.state is CheckState.OK for one in checks)
        return Health(is_on=self.checks_health, last=next(iter(checks), None), well=Share(well, len(checks)))

    def _reading(self) -> ReadingFigures:
        model, months = self.model(), self.readings.months()
        verdicts = {topic: share for topic, share in self.extractions.verdicts(model).items() if share.whole}
        return ReadingFigures(
            model=model,
            verdicts=verdicts,
            asked_about=doubtful(verdicts, precision=self.precision),
            months=_latest(months),
            spent_usd=self.readings.spent(month_of(self.clock.now())),
            budget_usd=self.budget_usd,
            precision=self.precision,
        )


def _latest(months: Sequence[MonthOfCalls]) -> Sequence[MonthOfCalls]:
    """As many of them as figures are kept."""
    kept = sorted({one.month for one in months}, reverse=True)[:MONTHS]
    return [one for one in months if one.month in kept]
