"""Which dead letters a person asks to have retried, wherever they ask."""

from __future__ import annotations

import pytest

from openphone_crm.errors import ConflictError, InvalidInputError
from openphone_crm.retry_jobs import LONGEST_TYPE, RetryFilter
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status


def test_nothing_said_means_all() -> None:
    """Who asks for nothing in particular has all dead letters retried."""
    assert RetryFilter.read({}) == RetryFilter()


def test_what_is_said_is_read() -> None:
    """Type and time are those that were said; what belongs to another question is passed over."""
    asked = {"status": "failed", "type": "x" * LONGEST_TYPE, "since": make.NOON.isoformat(), "dry_run": True}

    wanted = RetryFilter.read(asked)

    assert wanted == RetryFilter(event_type="x" * LONGEST_TYPE, since=make.NOON)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "lost"),
        ("status", None),
        ("status", ["failed"]),
        ("type", ""),
        ("type", "x" * (LONGEST_TYPE + 1)),
        ("type", None),
        ("since", "noon"),
        ("since", 1_700_000_000),
        ("since", None),
    ],
)
def test_what_is_wrong_is_named(field: str, value: object) -> None:
    """The refusal says which of them is wrong."""
    with pytest.raises(InvalidInputError) as refusal:
        RetryFilter.read({field: value})

    assert refusal.value.field == field


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.FAILED])
def test_only_what_failed_is_retried(status: Status) -> None:
    """Whoever asks for anything else is told what becomes of it."""
    with pytest.raises(ConflictError, match=f"what is {status} .*only failed events can be retried"):
        RetryFilter.read({"status": status.value})
