"""What a test event has proved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openphone_crm.health.faults import Sighting
from openphone_crm.registration.proof import is_settled, missing_of
from openphone_crm.remote import LoggedDelivery
from openphone_crm.work_records import Status

FAILED = Sighting(status=Status.FAILED, error_message="no room left")
LOGGED = LoggedDelivery(
    id="msg_1",
    event_type="task.created",
    created_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    is_delivered=False,
)
DELIVERED = LoggedDelivery(
    id="msg_1", event_type="task.created", created_at=LOGGED.created_at, is_delivered=True
)


@pytest.mark.parametrize("status", [Status.PROCESSED, Status.IGNORED])
def test_nothing_is_missing(status: Status) -> None:
    """What was worked on came through, whatever else was refused meanwhile."""
    sightings = [Sighting(status=status)]

    missing = missing_of(sightings, refusals={"no key": 3}, logged=None)

    assert missing is None
    assert is_settled(sightings)


@pytest.mark.parametrize(
    ("sightings", "refusals", "logged", "said"),
    [
        ([Sighting(status=Status.PENDING)], {}, LOGGED, "delivered and verified, but not processed"),
        ([FAILED], {}, LOGGED, "processing failed: no room left"),
        ([], {"none of 2 keys matches": 3}, LOGGED, "refused: none of 2 keys matches (3)"),
        ([], {}, LOGGED, "not delivered: OpenPhone got no success from that url, and goes on trying"),
        ([], {}, DELIVERED, "by another server"),
        ([], {}, None, "not delivered: OpenPhone's log does not show it"),
    ],
)
def test_what_is_missing_is_named(
    sightings: list[Sighting], refusals: dict[str, int], logged: LoggedDelivery | None, said: str
) -> None:
    """By where it was seen last."""
    missing = missing_of(sightings, refusals=refusals, logged=logged)

    assert said in (missing or "")


def test_what_may_still_be_worked_on_is_waited_for() -> None:
    """One that failed for good is not."""
    assert not is_settled([])
    assert not is_settled([Sighting(status=Status.PENDING)])
    assert is_settled([FAILED])
