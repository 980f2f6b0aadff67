"""What the database knows, the same whichever process is asked: queues, events, alerts, health and costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from prometheus_client.metrics_core import Metric

from openphone_crm.alerts import Rule
from openphone_crm.rollups import Figure, Measure
from openphone_crm.status import Status

from .families import Counter, Gauge, Labelled
from .processing_times import PROCESSING_SECONDS, spread_of

QUEUE_DEPTH: Final = Gauge("queue_depth", "Events that are due and wait for a worker.", ("priority",))
QUEUE_AGE: Final = Gauge(
    "queue_oldest_age_seconds", "For how long the first of them has waited; 0 when none does.", ("priority",)
)
FAILED_RATIO: Final = Gauge("failed_ratio", "The share of the last 24 hours' events that failed for good.")
SETTLED: Final = Gauge("settled_events", "Events of the last 24 hours that are processed or failed for good.")
HEALTH_OK: Final = Gauge("health_check_ok", "Whether the last health check went well; none while it is off.")
HEALTH_RATIO: Final = Gauge(
    "health_check_success_ratio", "The share of the latest health checks that went well."
)
HEALTH_AT: Final = Gauge("health_check_timestamp_seconds", "When the last health check was over.")
ALERT_OPEN: Final = Gauge("alert_open", "Whether an alert of this rule is open.", ("rule",))
ACCURACY: Final = Gauge(
    "extraction_accuracy_ratio", "The share of right readings in those that people have reviewed."
)
COST_MONTH: Final = Gauge("gemini_month_cost_usd", "What reading has cost since the month began (UTC).")
BUDGET: Final = Gauge(
    "gemini_month_budget_usd", "What reading may cost in a month; none where it may cost anything."
)
RECONCILED_AT: Final = Gauge(
    "reconciliation_timestamp_seconds", "When a reconciliation with OpenPhone last made progress."
)
OUR_LINES: Final = Gauge("our_lines", "Our own numbers, as OpenPhone's API lists them.")
DELIVERED_AT: Final = Gauge("last_delivery_timestamp_seconds", "When OpenPhone last delivered a webhook.")
SEEN_AT: Final = Gauge(
    "heartbeat_timestamp_seconds", "When a part of the system was last seen alive.", ("part",)
)

COUNTERS: Final = {
    Measure.RECEIVED: Counter("events_received", "Events that were received and told.", ("priority",)),
    Measure.RETRIED: Counter("events_retried", "Attempts at events that failed and are made again."),
    Measure.FAILED: Counter(
        "events_failed", "Events that failed for good, by the class of the error.", ("error",)
    ),
    Measure.CHECKED: Counter("health_checks", "Health checks that are over, by how they went.", ("result",)),
    Measure.USD: Counter("gemini_cost_usd", "What reading has cost.", ("model",)),
    Measure.TOKENS_IN: Counter("gemini_input_tokens", "Tokens that were sent to be read.", ("model",)),
    Measure.TOKENS_OUT: Counter("gemini_output_tokens", "Tokens that came back.", ("model",)),
    Measure.HEALED: Counter("reconciliation_healed", "Gaps that reconciliation has healed.", ("kind",)),
}
TOTALS: Final = (*COUNTERS, Measure.PROCESSED)
"""The measures whose totals are shown."""


def status_families(status: Status) -> Iterator[Metric]:
    """Say how everything is."""
    ages = {priority: figures.oldest_age(status.at) for priority, figures in status.queues.items()}
    yield QUEUE_DEPTH.family({(one.label,): figures.depth for one, figures in status.queues.items()})
    yield QUEUE_AGE.family({(one.label,): age.total_seconds() if age else 0 for one, age in ages.items()})
    yield FAILED_RATIO.of(status.failed.ratio)
    yield SETTLED.of(status.failed.whole)
    yield from _health(status)
    open_rules = {alert.rule for alert in status.alerts}
    yield ALERT_OPEN.family({(rule.value,): rule in open_rules for rule in Rule})
    yield ACCURACY.of(status.reading.accuracy)
    yield COST_MONTH.of(status.reading.spent_usd)
    yield BUDGET.of(status.reading.budget_usd)
    latest = status.reconciliation.latest
    yield RECONCILED_AT.of(latest.updated_at.timestamp() if latest else None)
    yield OUR_LINES.of(status.our_lines)
    delivered_at = status.last_delivery_at
    yield DELIVERED_AT.of(delivered_at.timestamp() if delivered_at else None)
    yield SEEN_AT.family({(part,): at.timestamp() for part, at in status.heartbeats.items()})


def _health(status: Status) -> Iterator[Metric]:
    health = status.health
    checked_at = health.last.checked_at if health.last else None
    yield HEALTH_OK.of(None if health.state == "off" else health.state == "ok")
    yield HEALTH_RATIO.of(health.well.ratio)
    yield HEALTH_AT.of(checked_at.timestamp() if checked_at else None)


def total_families(totals: Sequence[Figure]) -> Iterator[Metric]:
    """Say what was ever counted."""
    for measure, counter in COUNTERS.items():
        amounts = {one.label: one.amount for one in totals if one.measure is measure}
        yield counter.family(_labelled(amounts) if counter.labels else {(): sum(amounts.values())})
    times = {one.label: one.amount for one in totals if one.measure is Measure.PROCESSED}
    yield PROCESSING_SECONDS.family([((), spread_of(times))])


def _labelled(amounts: Mapping[str, float]) -> Labelled:
    return {(label,): amount for label, amount in amounts.items()}
