"""What the database knows is told as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.metrics.readings import TOTALS
from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.ids import AlertId
from openphone_crm.rollups import Figure, Measure
from tests.unit.adapters.metrics.scraped import Observatory, make_observatory


@pytest.fixture
def observatory() -> Observatory:
    """Make an empty one."""
    return make_observatory()


def test_an_empty_system_is_up_and_idle(observatory: Observatory) -> None:
    """Queues are there before anything waits, and of what nobody knows yet nothing is said."""
    samples = observatory.samples()

    assert samples["up part=database"] == 1
    assert samples["queue_depth priority=critical"] == 0
    assert samples["queue_oldest_age_seconds priority=low"] == 0
    assert not {"failed_ratio", "health_check_ok", "extraction_accuracy_ratio"} & samples.keys()


def test_the_version_is_told(observatory: Observatory) -> None:
    """What runs here is a label of a figure that is always one."""
    (build,) = [name for name in observatory.samples() if name.startswith("build_info")]

    assert build.endswith("version=1.2.3")


@pytest.mark.parametrize(
    ("measure", "label", "sample"),
    [
        (Measure.RECEIVED, "critical", "events_received_total priority=critical"),
        (Measure.RETRIED, "", "events_retried_total"),
        (Measure.FAILED, "PayloadError", "events_failed_total error=PayloadError"),
        (Measure.CHECKED, "ok", "health_checks_total result=ok"),
        (Measure.USD, "gemini-x", "gemini_cost_usd_total model=gemini-x"),
        (Measure.TOKENS_IN, "gemini-x", "gemini_input_tokens_total model=gemini-x"),
        (Measure.TOKENS_OUT, "gemini-x", "gemini_output_tokens_total model=gemini-x"),
        (Measure.HEALED, "message", "reconciliation_healed_total kind=message"),
    ],
)
def test_totals_are_counters(observatory: Observatory, measure: Measure, label: str, sample: str) -> None:
    """What was ever counted is shown under the name and label of its measure."""
    observatory.crm.rollups.put([Figure(observatory.clock.now(), measure, label, 7)])

    assert observatory.samples()[sample] == 7


def test_every_measure_that_adds_up_is_told() -> None:
    """No total is forgotten: what is no gauge stands in the scrape."""
    assert set(TOTALS) == {measure for measure in Measure if not measure.is_gauge}


def test_processing_times_keep_their_counts(observatory: Observatory) -> None:
    """The many buckets of the rollups become few, of which each holds exactly what ends within it."""
    times = {"0.01": 5.0, "0.548": 2.0, "0.603": 1.0, "5.39": 1.0, "99999": 1.0}
    put = [Figure(observatory.clock.now(), Measure.PROCESSED, bucket, n) for bucket, n in times.items()]
    observatory.crm.rollups.put(put)

    samples, name = observatory.samples(), "processing_duration_seconds"

    buckets = {bound: samples[f"{name}_bucket le={bound}"] for bound in ("0.548", "5.39", "+Inf")}
    assert buckets == {"0.548": 7, "5.39": 9, "+Inf": 10}
    assert samples[f"{name}_count"] == 10
    assert samples[f"{name}_sum"] == pytest.approx(100_000, rel=0.1)


def test_open_alerts_are_one(observatory: Observatory) -> None:
    """Each rule has a figure, which is one while an alert of it is open."""
    alert = Alert(
        id=AlertId("alert-1"),
        rule=Rule.SILENCE,
        severity=Severity.CRITICAL,
        message="Nothing comes.",
        since=observatory.clock.now(),
    )
    observatory.crm.alert_book.add(alert, telling=())

    samples = observatory.samples()
    assert samples["alert_open rule=silence"] == 1
    assert samples["alert_open rule=budget"] == 0


def test_signs_of_life_are_moments(observatory: Observatory) -> None:
    """When a part was last seen is told in seconds since 1970, whichever process it was."""
    seen = observatory.clock.now() - timedelta(seconds=9)
    observatory.crm.heartbeats.beat("scheduler", process="machine:1", at=seen)

    assert observatory.samples()["heartbeat_timestamp_seconds part=scheduler"] == seen.timestamp()


def test_without_the_database_the_processes_are_told(observatory: Observatory) -> None:
    """What needs no database is told all the same, and that there is none."""
    observatory.metrics.counts.delivered("unavailable")

    told = observatory.metrics.scrape_without_database("").body.decode()

    assert 'openphone_crm_up{part="database"} 0.0' in told
    assert 'openphone_crm_webhook_deliveries_total{outcome="unavailable"} 1.0' in told
    assert "openphone_crm_queue_depth" not in told
