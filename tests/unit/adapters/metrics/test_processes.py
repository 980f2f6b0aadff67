"""What processes count is bounded, and says nothing about anybody."""

from __future__ import annotations

import pytest

from adapters.metrics.processes import METHODS, REQUESTS
from tests.unit.adapters.metrics.scraped import Observatory, make_observatory

ROUTE = "/api/v1/contacts/{contact_id:id}/history"
SHOWN = "/api/v1/contacts/{contact_id}/history"
CLASSES = (200, 303, 404, 503)


@pytest.fixture
def observatory() -> Observatory:
    """Make an empty one."""
    return make_observatory()


def test_answers_are_counted_by_route_method_and_class(observatory: Observatory) -> None:
    """Answers of one class to one route are counted together, and without the converters of the template."""
    counts = observatory.metrics.counts

    for status in (200, 204, 404):
        counts.answered(ROUTE, method="GET", status=status, seconds=0.1)

    samples = observatory.samples()
    assert samples[f"http_requests_total method=GET route={SHOWN} status=2xx"] == 2
    assert samples[f"http_requests_total method=GET route={SHOWN} status=4xx"] == 1


def test_what_strangers_invent_gets_no_series_of_its_own(observatory: Observatory) -> None:
    """Unknown addresses and methods are `other`, however many there are."""
    counts = observatory.metrics.counts

    for number in range(3):
        counts.answered(None, method=f"BREW{number}", status=404, seconds=0.1)

    assert observatory.samples()["http_requests_total method=other route=other status=4xx"] == 3


def test_all_that_can_be_answered_finds_room(observatory: Observatory) -> None:
    """Whoever asks every address in every way, to be refused, does not use up the room of the others."""
    routes = [f"{ROUTE}/{number:03}" for number in range(100)]
    answers = [(route, method, status) for route in routes for method in METHODS for status in CLASSES]

    for route, method, status in answers:
        observatory.metrics.counts.answered(route, method=method, status=status, seconds=0.1)

    counted = [key for key in observatory.metrics.tallies.read() if key[0] == REQUESTS.name]
    assert len(counted) == len(answers)


def test_seconds_are_spread_over_buckets(observatory: Observatory) -> None:
    """A bucket holds all that took as long as its bound or less, and the last one everything."""
    counts = observatory.metrics.counts

    for seconds in (0.0005, 0.001, 0.3, 60.0):
        counts.answered("/healthz", method="GET", status=200, seconds=seconds)

    samples, name = observatory.samples(), "http_request_duration_seconds"
    buckets = [
        samples[f"{name}_bucket le={bound} route=/healthz"] for bound in ("0.001", "0.5", "10.0", "+Inf")
    ]
    assert buckets == [2, 3, 3, 4]
    assert samples[f"{name}_count route=/healthz"] == 4
    assert samples[f"{name}_sum route=/healthz"] == pytest.approx(60.3015)


def test_every_outcome_is_there_before_it_happens(observatory: Observatory) -> None:
    """A rate has something to begin from: what never happened is shown as zero."""
    observatory.metrics.counts.delivered("queued")

    samples = observatory.samples()
    assert samples["webhook_deliveries_total outcome=queued"] == 1
    assert samples["webhook_deliveries_total outcome=unavailable"] == 0


def test_commits_are_counted_by_size(observatory: Observatory) -> None:
    """How many webhooks were committed together, and how long that took, is spread over buckets."""
    for webhooks in (1, 7):
        observatory.metrics.counts.committed(webhooks, 0.004)

    samples = observatory.samples()
    assert samples["commit_webhooks_sum"] == 8
    assert samples["commit_webhooks_bucket le=1.0"] == 1
    assert samples["commit_webhooks_bucket le=10.0"] == 2
    assert samples["commit_duration_seconds_bucket le=0.005"] == 2
