"""Figures in the words of Prometheus: each with a name, a help, and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

import attrs
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.utils import floatToGoString

Labelled: TypeAlias = Mapping[Sequence[str], float]
"""Values by their labels; of a figure without labels the only key is `()`."""

PREFIX: Final = "openphone_crm_"


@attrs.frozen
class Gauge:
    """A figure that rises and falls."""

    name: str
    text: str
    labels: tuple[str, ...] = ()

    def family(self, values: Labelled) -> Metric:
        """Say how it is."""
        family = GaugeMetricFamily(f"{PREFIX}{self.name}", self.text, labels=self.labels)
        for labels, value in values.items():
            family.add_metric(labels, value)
        return family

    def of(self, value: float | None) -> Metric:
        """Say how it is, where it has no labels; of what is not known yet there is no sample."""
        return self.family({} if value is None else {(): value})


@attrs.frozen
class Counter:
    """A figure that only rises; its name ends in `_total` when it is shown."""

    name: str
    text: str
    labels: tuple[str, ...] = ()

    def family(self, values: Labelled) -> Metric:
        """Say how much it is."""
        family = CounterMetricFamily(f"{PREFIX}{self.name}", self.text, labels=self.labels)
        for labels, value in values.items():
            family.add_metric(labels, value)
        return family


@attrs.frozen
class Histogram:
    """How often a figure was up to each bound; a last bucket takes what is beyond."""

    name: str
    text: str
    bounds: tuple[float, ...]
    labels: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many numbers it takes: one for each bucket, and the sum."""
        return len(self.bounds) + 2

    def family(self, rows: Iterable[tuple[Sequence[str], Sequence[float]]]) -> Metric:
        """Say how it is spread: rows of what is in each bucket alone, the sum after them."""
        family = HistogramMetricFamily(f"{PREFIX}{self.name}", self.text, labels=self.labels)
        reaches = [*map(floatToGoString, self.bounds), "+Inf"]
        for labels, (*counts, total) in rows:
            family.add_metric(labels, list(zip(reaches, accumulate(counts), strict=True)), total)
        return family
