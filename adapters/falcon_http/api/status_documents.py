"""How the system is, as JSON: null where there is nothing to say yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from openphone_crm.alerts import Alert
from openphone_crm.extraction.costs import MonthOfCalls, month_of
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.failure_views import FailureGroup
from openphone_crm.moments import format_moment
from openphone_crm.reconciliation.runs import ReconciliationFigures
from openphone_crm.status import Health, ProcessingTimes, QueueFigures, ReadingFigures, Status

from .documents import Document


def status_document(status: Status) -> Document:
    """Everything at once."""
    return {
        "alerts": [alert_document(alert) for alert in status.alerts],
        "health": _health(status.health),
        "queues": {priority.label: _queue(figures, status.at) for priority, figures in status.queues.items()},
        "metrics": {
            **_processing(status.processing),
            "failed_ratio_24h": status.failed.ratio,
            "failed_24h": status.failed.part,
            "retries_24h": status.retries,
            "health_success_ratio": status.health.well.ratio,
            "extraction_accuracy": status.reading.accuracy,
            "gemini_cost_month_usd": status.reading.spent_usd,
        },
        "dead_letters": [_dead_letters(group) for group in status.dead_letters],
        "extraction": _reading(status.reading, status.at),
        "reconciliation": _reconciliation(status.reconciliation),
        "our_lines": status.our_lines,
        "last_delivery_at": _moment(status.last_delivery_at),
        "heartbeats": {part: format_moment(at) for part, at in sorted(status.heartbeats.items())},
        "features": dict(status.features),
    }


def alert_document(alert: Alert) -> Document:
    """An alert."""
    return {
        "id": alert.id,
        "rule": alert.rule.value,
        "severity": alert.severity.value,
        "message": alert.message,
        "since": format_moment(alert.since),
        "acknowledged_at": _moment(alert.acknowledged_at),
        "acknowledged_by": alert.acknowledged_by,
        "ended_at": _moment(alert.ended_at),
    }


def _health(health: Health) -> Document:
    last = health.last if health.is_on else None
    return {
        "state": health.state,
        "fault": last.fault.value if last and last.fault else None,
        "checked_at": _moment(last.checked_at) if last else None,
    }


def _queue(figures: QueueFigures, now: datetime) -> Document:
    age = figures.oldest_age(now)
    return {
        "depth": figures.depth,
        "oldest_age_seconds": None if age is None else round(age.total_seconds(), 1),
    }


def _processing(times: ProcessingTimes) -> Document:
    window = times.window
    return {
        "processing_seconds_p50": times.p50,
        "processing_seconds_p95": times.p95,
        "processing_seconds_p99": times.p99,
        "processing_window_seconds": None if window is None else int(window.total_seconds()),
    }


def _dead_letters(group: FailureGroup) -> Document:
    return {
        "id": group.id,
        "cause": str(group.cause),
        "event_type": group.cause.event_type,
        "count": group.count,
        "last_seen": format_moment(group.last_seen),
    }


def _reading(reading: ReadingFigures, now: datetime) -> Document:
    month = month_of(now)
    return {
        "model": reading.model,
        "precision": {
            topic.value: _precision(share, topic, reading) for topic, share in reading.verdicts.items()
        },
        "month": {
            **_costs(one for one in reading.months if one.month == month),
            "usd": reading.spent_usd,
            "budget_usd": reading.budget_usd,
        },
        "months": [
            {"month": f"{month:%Y-%m}", **_costs(costs)}
            for month, costs in groupby(reading.months, lambda one: one.month)
        ],
    }


def _costs(costs: Iterable[MonthOfCalls]) -> Document:
    found = list(costs)
    return {
        "calls": sum(one.calls for one in found),
        "unknown_calls": sum(one.unknown for one in found),
        "input_tokens": sum(one.input_tokens for one in found),
        "output_tokens": sum(one.output_tokens for one in found),
        "usd": sum(one.usd for one in found),
    }


def _precision(share: Share, topic: Topic, reading: ReadingFigures) -> Document:
    return {
        "reviewed": share.whole,
        "correct": share.part,
        "precision": share.ratio,
        "low": share.interval.low,
        "high": share.interval.high,
        "adds_without_asking": topic.is_field and topic not in reading.asked_about,
    }


def _reconciliation(figures: ReconciliationFigures) -> Document:
    latest = figures.latest
    return {
        "last_run_at": _moment(latest.updated_at) if latest else None,
        "last_run_state": latest.state.value if latest else None,
        "last_24h": _tally(figures.recent.checked, figures.recent.missing, figures.recent.healed),
        "total": _tally(figures.total.checked, figures.total.missing, figures.total.healed),
    }


def _tally(checked: int, missing: int, healed: int) -> Document:
    return {"checked": checked, "missing": missing, "healed": healed}


def _moment(moment: datetime | None) -> str | None:
    return format_moment(moment) if moment else None
