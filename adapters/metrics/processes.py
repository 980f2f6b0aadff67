"""What the processes that serve count: requests, acknowledgements and commits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from prometheus_client.metrics_core import Metric

from .families import Counter, Histogram
from .tallies import Key, Row, Tallies

REQUESTS: Final = Counter(
    "http_requests",
    "Requests that were answered; `other` are unknown addresses, and callers refused before that.",
    ("route", "method", "status"),
)
REQUEST_SECONDS: Final = Histogram(
    "http_request_duration_seconds",
    "Seconds until the answer to a request was ready.",
    (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    ("route",),
)
DELIVERIES: Final = Counter(
    "webhook_deliveries", "Webhooks that were posted here, by what became of them.", ("outcome",)
)
COMMIT_SECONDS: Final = Histogram(
    "commit_duration_seconds",
    "Seconds that it took to commit webhooks that arrived together.",
    (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
COMMIT_SIZE: Final = Histogram(
    "commit_webhooks",
    "Webhooks that were committed together.",
    (1, 2, 5, 10, 20, 50, 100, 200, 500),
)
COUNTERS: Final = (REQUESTS, DELIVERIES)
HISTOGRAMS: Final = (REQUEST_SECONDS, COMMIT_SECONDS, COMMIT_SIZE)

OUTCOMES: Final = ("queued", "duplicate", "invalid_signature", "invalid_body", "unavailable")
METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER: Final = "other"

_CONVERTER: Final = re.compile(r":\w+(?=})")
_CLASS: Final = 100


class ProcessCounts:
    """Counts in this process; each count is a look-up and an addition."""

    def __init__(self, tallies: Tallies) -> None:
        """Count in these tallies, from now on: after the fork."""
        self._tallies = tallies
        self._answers: dict[tuple[str | None, str, int], tuple[Row, Row]] = {}
        # What may happen is shown before it does: a rate has to begin somewhere.
        self._deliveries = {outcome: tallies.row(DELIVERIES.name, outcome) for outcome in OUTCOMES}
        self._commit_seconds = tallies.row(COMMIT_SECONDS.name, width=COMMIT_SECONDS.width)
        self._commit_size = tallies.row(COMMIT_SIZE.name, width=COMMIT_SIZE.width)

    def answered(self, route: str | None, *, method: str, status: int, seconds: float) -> None:
        """Count an answer; `route` is a template, or None where no address was found."""
        rows = self._answers.get((route, method, status))
        if rows is None:
            rows = self._listed(route, method, status)
        requests, spread = rows
        requests[0] += 1
        spread[bisect_left(REQUEST_SECONDS.bounds, seconds)] += 1
        spread[-1] += seconds

    def delivered(self, outcome: str) -> None:
        """Count a delivery of OpenPhone's."""
        self._deliveries[outcome][0] += 1

    def committed(self, webhooks: int, seconds: float) -> None:
        """Count webhooks that were committed together."""
        self._commit_size[bisect_left(COMMIT_SIZE.bounds, webhooks)] += 1
        self._commit_size[-1] += webhooks
        self._commit_seconds[bisect_left(COMMIT_SECONDS.bounds, seconds)] += 1
        self._commit_seconds[-1] += seconds

    def _listed(self, route: str | None, method: str, status: int) -> tuple[Row, Row]:
        template = _CONVERTER.sub("", route) if route else OTHER
        kind = method if method in METHODS else OTHER
        rows = (
            self._tallies.row(REQUESTS.name, template, kind, f"{status // _CLASS}xx"),
            self._tallies.row(REQUEST_SECONDS.name, template, width=REQUEST_SECONDS.width),
        )
        if kind != OTHER:
            # Methods that somebody invents are looked up each time, or remembering them would have no end.
            self._answers[route, method, status] = rows
        return rows


def process_families(tallies: Tallies) -> Iterator[Metric]:
    """Say what all the processes have counted."""
    rows = tallies.read()
    for counter in COUNTERS:
        yield counter.family({labels: row[0] for labels, row in _rows_of(counter.name, rows)})
    for histogram in HISTOGRAMS:
        yield histogram.family(_rows_of(histogram.name, rows))


def _rows_of(name: str, rows: Mapping[Key, Sequence[float]]) -> Iterator[tuple[Key, Sequence[float]]]:
    return (
        (labels, row)
        for (known, *rest), row in sorted(rows.items())
        if known == name
        for labels in [tuple(rest)]
    )
