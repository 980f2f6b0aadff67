"""What a scrape says."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client.parser import text_string_to_metric_families


def samples_of(text: str) -> Mapping[str, float]:
    """Give each sample by its name and labels, as Prometheus writes them."""
    return {
        f"{sample.name}{_labels(sample.labels)}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counters_of(text: str) -> Mapping[str, float]:
    """Give the samples that must never go back: counters, and the buckets, counts and sums of histograms."""
    names = {
        sample.name
        for family in text_string_to_metric_families(text)
        if family.type in {"counter", "histogram"}
        for sample in family.samples
    }
    return {name: value for name, value in samples_of(text).items() if name.partition("{")[0] in names}


def _labels(labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""
