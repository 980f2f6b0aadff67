"""What is old goes, in batches; how old that is, the policy says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from openphone_crm.errors import InvalidInputError
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.ports.archive import Kept
from openphone_crm.retention import BATCH, Retention, RetentionPolicy
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@attrs.frozen
class CountingArchive:
    """So many things of each kind that are old enough."""

    left: dict[Kept, int]
    asked: list[tuple[Kept, datetime]] = attrs.field(factory=list)

    def prune(self, kind: Kept, *, before: datetime, limit: int) -> int:
        """Let go of some."""
        self.asked.append((kind, before))
        count = min(limit, self.left.get(kind, 0))
        self.left[kind] = self.left.get(kind, 0) - count
        return count


def retention_of(archive: CountingArchive) -> Retention:
    """Let go of what is in there."""
    return Retention(archive=archive, clock=MemoryClock(NOW))


def test_everything_old_goes() -> None:
    """Batch after batch, and each kind with its own cut-off."""
    archive = CountingArchive({Kept.PAYLOADS: 2 * BATCH + 1, Kept.EVENTS: BATCH})

    counts = retention_of(archive).prune()

    assert counts == {**dict.fromkeys(Kept, 0), Kept.PAYLOADS: 2 * BATCH + 1, Kept.EVENTS: BATCH}
    assert archive.asked.count((Kept.PAYLOADS, NOW - timedelta(days=90))) == 3
    assert archive.asked.count((Kept.EVENTS, NOW - timedelta(days=400))) == 2
    assert (Kept.DETAILS, NOW - timedelta(days=30)) in archive.asked
    assert (Kept.FOLLOW_UPS, NOW - timedelta(days=400)) in archive.asked
    assert (Kept.REPLIES, NOW - timedelta(hours=24)) in archive.asked


def test_who_is_told_to_stop_stops_after_a_batch() -> None:
    """The rest is left for the next time."""
    archive = CountingArchive({Kept.PAYLOADS: 10 * BATCH})
    answers = iter((False, False, True))

    counts = retention_of(archive).prune(lambda: next(answers, True))

    assert counts[Kept.PAYLOADS] == 2 * BATCH
    assert archive.left[Kept.PAYLOADS] == 8 * BATCH


def test_batches_are_told() -> None:
    """Whoever shows progress hears of each."""
    told: list[tuple[Kept, int]] = []
    retention_of(CountingArchive({Kept.EVENTS: 3})).prune(
        on_batch=lambda kind, count: told.append((kind, count))
    )

    assert (Kept.EVENTS, 3) in told


def test_nothing_young_goes_from_a_store() -> None:
    """On the day on which payloads are old enough they go; the day before they stay."""
    crm, clock = MemoryCrm(), MemoryClock(make.NOON)
    crm.inbox.add([make.arrival("one", status=Status.IGNORED)])
    retention = Retention(archive=crm.archive, clock=clock)

    clock.set(make.NOON + timedelta(days=90))
    early = retention.prune()
    clock.advance(seconds=1)
    late = retention.prune()

    assert (early[Kept.PAYLOADS], late[Kept.PAYLOADS]) == (0, 1)


def test_what_was_sent_goes_no_later_than_what_it_quotes() -> None:
    """With payloads that are kept for a week only, what was sent to people is kept for a week."""
    policy = RetentionPolicy(payloads=timedelta(days=7))

    cutoffs = policy.cutoffs(NOW)

    assert cutoffs[Kept.DETAILS] == cutoffs[Kept.PAYLOADS] == NOW - timedelta(days=7)


def test_that_something_was_done_is_known_as_long_as_why() -> None:
    """An event that can come again leads to nothing again, however soon what was sent is forgotten."""
    policy = RetentionPolicy(payloads=timedelta(days=7))

    cutoffs = policy.cutoffs(NOW)

    assert cutoffs[Kept.FOLLOW_UPS] == cutoffs[Kept.EVENTS]


def test_delivery_keys_outlive_payloads() -> None:
    """A late repeat must be known for one."""
    with pytest.raises(InvalidInputError, match="30 days longer than payloads"):
        RetentionPolicy(payloads=timedelta(days=90), events=timedelta(days=119))


def test_a_month_is_enough() -> None:
    """Thirty days more than payloads are kept is long enough for keys."""
    policy = RetentionPolicy(payloads=timedelta(days=90), events=timedelta(days=120))

    assert policy.cutoffs(NOW)[Kept.EVENTS] == NOW - timedelta(days=120)
