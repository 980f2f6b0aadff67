"""What keeping signs of life promises: the latest of each part, and how many processes there are."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from openphone_crm.ports.heartbeats import FORGOTTEN_AFTER
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store

_MOMENT = timedelta(microseconds=1)


class HeartbeatsContract:
    """When each part was last seen, by whichever process."""

    def test_nothing_was_ever_seen(self, store: Store) -> None:
        """Parts that never beat are missing, and no process does their work."""
        assert store.heartbeats.latest() == {}
        assert store.heartbeats.processes("scheduler", since=make.NOON) == 0

    def test_the_latest_beat_of_a_part_counts(self, store: Store) -> None:
        """Of all its processes, and of each its latest; other parts are parts of their own."""
        for seconds, process in ((0, "a"), (20, "b"), (10, "a")):
            store.heartbeats.beat("scheduler", process=process, at=make.later(seconds))
        store.heartbeats.beat("critical worker", process="a", at=make.later(5))

        latest = store.heartbeats.latest()

        assert latest == {"scheduler": make.later(20), "critical worker": make.later(5)}

    def test_processes_are_counted(self, store: Store) -> None:
        """Each once, if it was seen since then."""
        for seconds, process in ((0, "gone"), (60, "a"), (60, ODD_TEXTS[1]), (70, "a")):
            store.heartbeats.beat("low worker", process=process, at=make.later(seconds))

        counts = [store.heartbeats.processes("low worker", since=make.later(each)) for each in (0, 60, 61)]

        assert counts == [3, 2, 1]

    def test_who_is_long_gone_is_forgotten(self, store: Store) -> None:
        """With the next beat of the part, and not before."""
        store.heartbeats.beat("scheduler", process="gone", at=make.NOON)
        store.heartbeats.beat("low worker", process="gone", at=make.NOON)

        store.heartbeats.beat("scheduler", process="new", at=make.NOON + FORGOTTEN_AFTER + _MOMENT)

        assert store.heartbeats.processes("scheduler", since=make.NOON) == 1
        assert store.heartbeats.processes("low worker", since=make.NOON) == 1

    def test_a_clock_that_was_far_ahead_is_forgotten(self, store: Store) -> None:
        """A process that died then would seem to be alive until its time has come."""
        store.heartbeats.beat("scheduler", process="ahead", at=make.NOON + FORGOTTEN_AFTER + _MOMENT)

        store.heartbeats.beat("scheduler", process="right", at=make.NOON)

        assert store.heartbeats.latest() == {"scheduler": make.NOON}

    def test_many_beat_at_once(self, store: Store) -> None:
        """None of them is lost."""
        beats = (
            partial(store.heartbeats.beat, "scheduler", process=f"{number}", at=make.later(number))
            for number in range(8)
        )

        at_once(*beats)

        assert store.heartbeats.latest() == {"scheduler": make.later(7)}
        assert store.heartbeats.processes("scheduler", since=make.NOON) == 8
