"""What a settled event counts as in the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from openphone_crm.rollups import Figure, Measure, Span, bucket_of
from openphone_crm.work_records import Settlement, Status

LONGEST_LABEL: Final = 100

_Kind: TypeAlias = tuple[datetime, Measure, str]


def figures_of(settlements: Iterable[Settlement]) -> list[Figure]:
    """
    What these settlements add to the figures of their minutes.

    What is done counts by how long it took, what is tried again as retried, and a dead letter by the class
    of its error. What has no `counted_from` counts as nothing: follow-ups, and history, for which nobody
    waits; so does the loss of a worker, which is no retry.
    """
    counts = Counter(kind for one in settlements if (kind := _kind_of(one)))
    return [Figure(minute, measure, label, count) for (minute, measure, label), count in counts.items()]


def _kind_of(settlement: Settlement) -> _Kind | None:
    began = settlement.counted_from
    if began is None:
        return None
    if settlement.final_failure is not None:
        failure = settlement.final_failure
        return _at(failure.at, Measure.FAILED, failure.cause.error_class[:LONGEST_LABEL])
    if settlement.processed_at is not None:
        seconds = (settlement.processed_at - began).total_seconds()
        return _at(settlement.processed_at, Measure.PROCESSED, bucket_of(seconds))
    if settlement.status is Status.PENDING and settlement.attempt.outcome == "failed":
        attempt = settlement.attempt
        return _at(attempt.started_at + timedelta(seconds=attempt.duration_seconds), Measure.RETRIED, "")
    return None


def _at(moment: datetime, measure: Measure, label: str) -> _Kind:
    return Span.MINUTE.begin(moment), measure, label
