"""Whether what is due waits: too much of it, for too long, or for a worker who is not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from openphone_crm.alerts import Severity
from openphone_crm.priority import Priority

from .judgements import OVER, Fine, InBetween, Judgement, Wrong, at_most
from .vital_signs import Thresholds, VitalSigns, worker_of

_DEEP: Final = """\
{depth:,} events wait to be worked on. By queue: {by_queue}; {limit:,} in all are the limit \
(CRM_ALERT_QUEUE_DEPTH). Nothing is lost. Start more of `python -m entrypoints worker`; when there are \
enough, see in their log and in the database what holds them up."""
_DRAINED: Final = Fine(title="The queues are short again", message="What had piled up is worked on.")
_OLD: Final = """\
Events wait too long: {waits}. The limits are {limits} (CRM_ALERT_OLDEST_S). Nothing is lost. See in the log \
of `worker` what it is at; a longer queue than it can take wants more workers."""
_YOUNG: Final = Fine(title="Events wait no longer", message="What had waited is worked on.")
_ABSENT: Final = """\
Nobody works on what is due: no {parts} was seen in the last {limit:g} seconds, and {depth:,} events wait. \
They are safe and are worked on once there is a worker. Start `python -m entrypoints worker`; when it runs, \
see in its log whether it reaches the database."""
_PRESENT: Final = Fine(title="There are workers again", message="They work on what has waited.")


def judge_depth(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """Judge how much is due."""
    limit, depth = thresholds.queue_depth, _depth(signs)
    message = _DEEP.format(depth=depth, by_queue=_by_queue(signs), limit=limit)
    wrong = Wrong(title=f"{depth:,} events wait to be worked on", message=message)
    return at_most(limit, depth, wrong=wrong, fine=_DRAINED)


def judge_age(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """Judge how long the first in each queue has waited."""
    ages = _ages(signs)
    late = [priority for priority, age in ages.items() if age > thresholds.oldest[priority]]
    if late:
        waits = ", ".join(f"{each.label} for {ages[each].total_seconds():.0f} s" for each in late)
        limits = " and ".join(f"{thresholds.oldest[each].total_seconds():.0f} s" for each in late)
        message = _OLD.format(waits=waits, limits=limits)
        return Wrong(title=f"Events wait too long: {waits}", message=message)
    if all(age <= OVER * thresholds.oldest[priority] for priority, age in ages.items()):
        return _YOUNG
    return InBetween()


def judge_workers(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """
    Judge whether there is a worker for all that is due.

    What was due only just now may wait for one that is being started, as all of them may where it has not
    been looked for long.
    """
    limit = thresholds.heartbeat
    missing = {
        priority: age
        for priority, age in _ages(signs).items()
        if not signs.is_seen(worker_of(priority), within=limit)
    }
    if not missing:
        return _PRESENT
    if max(missing.values()) <= limit or not signs.is_watched(longer_than=limit):
        return InBetween()
    parts = " and no ".join(worker_of(priority) for priority in missing)
    depth = sum(signs.queues[priority].depth for priority in missing)
    message = _ABSENT.format(parts=parts, limit=limit.total_seconds(), depth=depth)
    # What is low may wait: when more than that does, it got worse, and is told anew.
    severity = Severity.WARNING if set(missing) == {Priority.LOW} else Severity.CRITICAL
    title = f"Nobody works on what is due: no {parts} is there"
    return Wrong(title=title, message=message, severity=severity)


def _ages(signs: VitalSigns) -> dict[Priority, timedelta]:
    """How long the first has waited, where one does."""
    ages = {priority: queue.oldest_age(signs.at) for priority, queue in signs.queues.items()}
    return {priority: age for priority, age in sorted(ages.items()) if age is not None}


def _depth(signs: VitalSigns) -> int:
    return sum(queue.depth for queue in signs.queues.values())


def _by_queue(signs: VitalSigns) -> str:
    queues = sorted(signs.queues.items())
    return ", ".join(f"{priority.label} {queue.depth:,}" for priority, queue in queues if queue.depth)
