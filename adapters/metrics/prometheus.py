"""One scrape: what the processes count, what the database knows, and whether it could be asked."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from typing import Final

import attrs
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from openphone_crm.status_board import StatusBoard

from .families import Gauge
from .processes import ProcessCounts, process_families
from .readings import TOTALS, status_families, total_families
from .tallies import Tallies

BUILD: Final = Gauge("build_info", "What runs here.", ("version", "python"))
UP: Final = Gauge("up", "Whether a part that others need could be asked.", ("part",))
DATABASE: Final = "database"


@attrs.frozen
class Scrape:
    """An answer to Prometheus."""

    content_type: str
    body: bytes


@attrs.frozen
class _Collected(Collector):
    """The families of one scrape: what prometheus-client wants of a registry."""

    families: Sequence[Metric]

    def collect(self) -> Sequence[Metric]:
        """Give them."""
        return self.families


@attrs.frozen(kw_only=True)
class PrometheusMetrics:
    """
    Counts in this process, and tells what all processes have counted and what the database knows.

    Plug it in after the fork, and make the tallies before it.
    """

    tallies: Tallies
    board: StatusBoard
    version: str
    counts: ProcessCounts = attrs.field(init=False)

    @counts.default
    def _counts_here(self) -> ProcessCounts:
        return ProcessCounts(self.tallies)

    def scrape(self, accept: str) -> Scrape:
        """
        Tell everything, in the format that is accepted.

        Raises:
            UnavailableError: When the database is away.
        """
        status = self.board.now()
        known = [
            *status_families(status),
            *total_families(self.board.rollups.totals(TOTALS)),
        ]
        return self._told(accept, known, is_up=True)

    def scrape_without_database(self, accept: str) -> Scrape:
        """Tell what can be told at once, and that the database did not answer."""
        return self._told(accept, [], is_up=False)

    def _told(self, accept: str, known: Sequence[Metric], *, is_up: bool) -> Scrape:
        families = [*self._own(is_up=is_up), *process_families(self.tallies), *known]
        encode, content_type = choose_encoder(accept)
        return Scrape(content_type, encode(_Collected(families)))

    def _own(self, *, is_up: bool) -> Iterator[Metric]:
        yield BUILD.family({(self.version, platform.python_version()): 1})
        yield UP.family({(DATABASE,): is_up})
