"""The scrape keeps the conventions of Prometheus, in both of its formats."""

from __future__ import annotations

import re

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain

from tests.unit.adapters.metrics.scraped import make_observatory

OPENMETRICS = "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5"
NAME = re.compile(r"openphone_crm_[a-z][a-z0-9_]*")
OTHER_UNITS = re.compile(r"_(ms|milliseconds|minutes|hours|percent|kilobytes|megabytes|usd_cents)(_|$)")


@pytest.fixture(scope="module")
def families() -> list[Metric]:
    """Scrape a system in which something happened."""
    observatory = make_observatory()
    observatory.metrics.counts.answered("/healthz", method="GET", status=200, seconds=0.1)
    observatory.metrics.counts.committed(1, 0.1)
    return list(plain(observatory.scrape()))


def test_every_figure_has_a_help_and_a_type(families: list[Metric]) -> None:
    """Nothing is told without saying what it is."""
    bare = [family.name for family in families if not family.documentation or family.type == "unknown"]

    assert bare == []


def test_every_name_has_our_prefix_and_a_base_unit(families: list[Metric]) -> None:
    """Names are in snake case under one prefix, and durations are in seconds."""
    odd = [name for name in map(_name, families) if not NAME.fullmatch(name) or OTHER_UNITS.search(name)]

    assert odd == []


def test_only_counters_are_totals(families: list[Metric]) -> None:
    """The samples of counters end in `_total`, and no others do."""
    samples = [(family.type, sample.name) for family in families for sample in family.samples]

    wrong = [name for kind, name in samples if name.endswith("_total") is not (kind == "counter")]

    assert wrong == []


def test_no_figure_is_told_twice(families: list[Metric]) -> None:
    """Each name stands once, and under it each set of labels."""
    samples = [
        (sample.name, *sorted(sample.labels.items())) for family in families for sample in family.samples
    ]

    assert len({family.name for family in families}) == len(families)
    assert len(set(samples)) == len(samples)


def test_buckets_only_grow(families: list[Metric]) -> None:
    """The buckets of a histogram hold more and more, and the last as much as its count."""
    for family in (one for one in families if one.type == "histogram"):
        buckets = [sample.value for sample in family.samples if sample.name.endswith("_bucket")]
        counts = [sample.value for sample in family.samples if sample.name.endswith("_count")]

        assert buckets == sorted(buckets), family.name
        assert counts == [buckets[-1]], family.name


def test_both_formats_tell_the_same() -> None:
    """Whoever asks for OpenMetrics is told the same samples, in that format."""
    metrics = make_observatory().metrics

    scrape = metrics.scrape(OPENMETRICS)

    assert scrape.content_type.startswith("application/openmetrics-text; version=1.0.0")
    families = openmetrics(scrape.body.decode())  # type: ignore[no-untyped-call] # prometheus-client's own
    told = [sample for family in families for sample in family.samples]
    assert told == [sample for family in plain(metrics.scrape("").body.decode()) for sample in family.samples]


def _name(family: Metric) -> str:
    return family.name
