"""How the system is, is found out from figures that are few however much has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.alert_rules.vital_signs import DiskSpace, Spending, Timing
from openphone_crm.examining import Budget, Examining
from openphone_crm.extraction.intervals import Share
from openphone_crm.failure_views import FailureGroup
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.ports.figures import MOST_DEAD, Figures
from openphone_crm.priority import Priority
from openphone_crm.rollups import Figure, Measure, bucket_of
from openphone_crm.status import QueueFigures
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import fail, fail_follow_up, mend

NOW = make.later(3600)
DISK = DiskSpace(setting="CRM_STORAGE_URL", free_bytes=1, total_bytes=2)


@attrs.frozen
class Crowded:
    """Figures of a store in which each cause has more dead letters than are counted."""

    known: Figures

    def queues(self, now: datetime) -> Mapping[Priority, QueueFigures]:
        """Tell what waits."""
        return self.known.queues(now)

    def dead_letters(self, *, groups: int) -> Sequence[FailureGroup]:
        """Give the groups, each as large as is ever said."""
        return [attrs.evolve(group, count=MOST_DEAD) for group in self.known.dead_letters(groups=groups)]

    def by_minute(self, *, since: datetime) -> Sequence[Figure]:
        """Count by the minute."""
        return self.known.by_minute(since=since)


class Practice:
    """A store an hour after noon, and whoever examines it."""

    def __init__(self) -> None:
        self.crm, self.clock = MemoryCrm(), MemoryClock(NOW)
        self.examining = Examining(
            figures=self.crm.figures,
            rollups=self.crm.rollups,
            heartbeats=self.crm.heartbeats,
            readings=self.crm.readings,
            send_log=self.crm.send_log,
            notifier=MemoryNotifier({Audience.OPERATORS: ["mail"], Audience.PEOPLE: ["shop"]}),
            clock=self.clock,
            disks=lambda: [DISK],
            budget=Budget(5.0, next_usd=0.02),
        )

    def count(self, measure: Measure, label: str, amount: float, *, minutes_ago: float) -> None:
        """Have so much counted then."""
        begins_at = (NOW - timedelta(minutes=minutes_ago)).replace(second=0, microsecond=0)
        self.crm.rollups.put([Figure(begins_at, measure, label, amount)])
        self.crm.rollups.roll(now=NOW)


def test_nothing_has_happened_yet() -> None:
    """There is nothing to judge, and that is no fault."""
    signs = Practice().examining.examine()

    assert (signs.at, signs.timing, signs.failed) == (NOW, Timing(), Share(0, 0))
    assert {queue.depth for queue in signs.queues.values()} == {0}
    assert (dict(signs.beats), dict(signs.troubles)) == ({}, {})


def test_the_last_minutes_are_timed() -> None:
    """What took long before says nothing of now."""
    practice = Practice()
    practice.count(Measure.PROCESSED, bucket_of(90), 1000, minutes_ago=6)
    practice.count(Measure.PROCESSED, bucket_of(0.5), 95, minutes_ago=4)
    practice.count(Measure.PROCESSED, bucket_of(7), 6, minutes_ago=1)

    timing = practice.examining.examine().timing

    assert timing == Timing(count=101, p95=float(bucket_of(7)))


def test_what_failed_in_a_day_is_counted() -> None:
    """Of all that was settled in it, in this hour and before."""
    practice = Practice()
    fail(practice.crm, "a", at=60)
    for hours in (0, 3, 23, 26):
        practice.count(Measure.PROCESSED, bucket_of(1), 100, minutes_ago=60 * hours + 30)

    assert practice.examining.examine().failed == Share(0, 300)

    practice.count(Measure.FAILED, "ValueError", 1, minutes_ago=30)

    assert practice.examining.examine().failed == Share(1, 301)


def test_what_is_not_added_up_yet_counts_too() -> None:
    """The last minutes of an hour that has only just turned."""
    practice = Practice()
    begins_at = NOW - timedelta(minutes=1)

    practice.crm.rollups.put([Figure(begins_at, Measure.PROCESSED, bucket_of(1), 7)])

    assert practice.examining.examine().failed == Share(0, 7)


def test_more_dead_letters_than_are_counted_are_not_taken_for_few() -> None:
    """Where nobody has counted how many there are still, all that failed in the day counts."""
    practice = Practice()
    fail(practice.crm, "a", at=60)
    practice.count(Measure.FAILED, "ValueError", 5000, minutes_ago=30)
    crowded = attrs.evolve(practice.examining, figures=Crowded(practice.crm.figures))

    assert practice.examining.examine().failed == Share(1, 5000)
    assert crowded.examine().failed == Share(5000, 5000)


def test_what_was_put_right_is_failed_no_more() -> None:
    """Nor do messages that could not be sent make up for it."""
    practice = Practice()
    fail(practice.crm, "a", at=60)
    fail_follow_up(practice.crm, "report", at=70)
    practice.count(Measure.FAILED, "ValueError", 1, minutes_ago=30)
    before = practice.examining.examine().failed

    mend(practice.crm, "a", at=80)

    assert (before, practice.examining.examine().failed.part) == (Share(1, 1), 0)


def test_what_else_is_known_is_gathered() -> None:
    """Queues, signs of life, money, disks and the channels of those who run this."""
    practice = Practice()
    practice.crm.inbox.add([make.arrival("waiting")])
    practice.crm.heartbeats.beat("scheduler", process="s1", at=make.NOON)

    signs = practice.examining.examine()

    assert signs.queues[Priority.CRITICAL].depth == 1
    assert signs.beats == {"scheduler": make.NOON}
    assert signs.spending == Spending(spent_usd=0.0, budget_usd=5.0, next_usd=0.02)
    assert (list(signs.disks), signs.channels) == ([DISK], ("mail",))
