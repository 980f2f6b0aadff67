"""One fault is one alert: what is only the symptom of another fault is not told beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from openphone_crm.alerts import Alert, Rule
from openphone_crm.health.fault_texts import help_of
from openphone_crm.health.faults import Fault
from openphone_crm.priority import Priority

from .vital_signs import worker_of

AFTERMATH: Final = timedelta(minutes=10)
"""When a fault is over, what it has left behind is still seen for so long."""

_WAITING: Final = frozenset((Rule.QUEUE_DEPTH, Rule.OLDEST_AGE, Rule.PROCESSING, Rule.HEALTH_CHECK))
EXPLAINS: Final[Mapping[Rule, frozenset[Rule]]] = {
    Rule.SCHEDULER: _WAITING,
    Rule.WORKER: _WAITING,
    Rule.QUEUE_DEPTH: frozenset((Rule.OLDEST_AGE, Rule.PROCESSING, Rule.HEALTH_CHECK)),
    Rule.OLDEST_AGE: frozenset((Rule.PROCESSING, Rule.HEALTH_CHECK)),
    Rule.API_KEY: frozenset((Rule.HEALTH_CHECK,)),
    Rule.SIGNATURES: frozenset((Rule.HEALTH_CHECK, Rule.SILENCE)),
}
"""What each fault explains."""

_FOUND_BY_CHECKS: Final = {
    Rule.SCHEDULER: Fault.NO_WORKER,
    Rule.WORKER: Fault.NO_WORKER,
    Rule.QUEUE_DEPTH: Fault.NO_WORKER,
    Rule.OLDEST_AGE: Fault.NO_WORKER,
    Rule.API_KEY: Fault.API_KEY,
    Rule.SIGNATURES: Fault.SIGNATURE_REFUSED,
}
"""As what a health check sees these; whatever else it finds is a fault of its own."""


def explains(cause: Alert, symptom: Alert, *, now: datetime) -> bool:
    """Whether one alert is only the symptom of another one, which is open or was just now."""
    if symptom.rule not in EXPLAINS.get(cause.rule, ()):
        return False
    if cause.ended_at is not None and now - cause.ended_at > AFTERMATH:
        return False
    if symptom.rule is Rule.HEALTH_CHECK:
        return symptom.message.endswith(help_of(_FOUND_BY_CHECKS[cause.rule]))
    if (cause.rule, symptom.rule) == (Rule.WORKER, Rule.OLDEST_AGE):
        return _queues_that_wait(symptom) <= _queues_without_worker(cause)
    return True


def _queues_that_wait(alert: Alert) -> set[str]:
    return {priority.label for priority in Priority if f"{priority.label} for " in alert.message}


def _queues_without_worker(alert: Alert) -> set[str]:
    return {priority.label for priority in Priority if worker_of(priority) in alert.message}
