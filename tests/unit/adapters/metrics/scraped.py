"""Metrics with everything behind them in memory."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from prometheus_client.parser import text_string_to_metric_families

from adapters.metrics import PrometheusMetrics, Tallies
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.status_board import StatusBoard


@attrs.frozen(kw_only=True)
class Observatory:
    """A store, and the figures over it."""

    crm: MemoryCrm
    clock: MemoryClock
    metrics: PrometheusMetrics

    def scrape(self) -> str:
        """Give what Prometheus is told."""
        return self.metrics.scrape("").body.decode()

    def samples(self) -> Mapping[str, float]:
        """Give each sample by its name without the prefix all have, and its labels."""
        return {
            f"{sample.name.removeprefix('openphone_crm_')}{_shown(sample.labels)}": sample.value
            for family in text_string_to_metric_families(self.scrape())
            for sample in family.samples
        }


def make_observatory(tallies: Tallies | None = None) -> Observatory:
    """Make an empty one."""
    crm, clock = MemoryCrm(), MemoryClock()
    board = StatusBoard(
        alert_book=crm.alert_book,
        figures=crm.figures,
        rollups=crm.rollups,
        traffic=crm.traffic,
        health_checks=crm.health_checks,
        extractions=crm.extractions,
        readings=crm.readings,
        reconciliations=crm.reconciliation_book,
        workspace=crm.workspace,
        heartbeats=crm.heartbeats,
        clock=clock,
        model=lambda: "pattern/1",
    )
    metrics = PrometheusMetrics(tallies=tallies or Tallies(), board=board, version="1.2.3")
    return Observatory(crm=crm, clock=clock, metrics=metrics)


def _shown(labels: Mapping[str, str]) -> str:
    return "".join(f" {name}={value}" for name, value in labels.items())
