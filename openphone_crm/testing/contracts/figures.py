"""What counting the queue of record promises."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.priority import Priority
from openphone_crm.status import QueueFigures
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import fail, fail_once
from openphone_crm.testing.contracts.scenes import claim
from openphone_crm.testing.contracts.store import Store


class FiguresContract:
    """What is due is counted, what was done is timed, and history is neither hurry nor delay."""

    def test_what_is_due_is_counted_by_priority(self, store: Store) -> None:
        """What is due later, or is being worked on, does not wait for a worker."""
        store.inbox.add(
            [
                make.arrival("one", due_at=make.NOON),
                make.arrival("two", due_at=make.later(5)),
                make.arrival("later", due_at=make.later(60)),
                make.arrival("low", priority=Priority.LOW, due_at=make.later(1)),
            ]
        )

        queues = store.figures.queues(make.later(10))

        assert queues == {
            Priority.CRITICAL: QueueFigures(2, make.NOON),
            Priority.STANDARD: QueueFigures(),
            Priority.LOW: QueueFigures(1, make.later(1)),
        }

    def test_what_is_being_worked_on_waits_for_nobody(self, store: Store) -> None:
        """A claim takes it out of the queue."""
        store.inbox.add([make.arrival("one")])
        claim(store)

        queues = store.figures.queues(make.later(10))

        assert set(queues.values()) == {QueueFigures()}

    def test_what_was_done_is_timed_from_when_it_was_due(self, store: Store) -> None:
        """Of the latest, in order; history took as long as it likes."""
        for name, seconds in (("old", 9), ("slow", 5), ("quick", 1)):
            received = make.later({"old": 0, "slow": 60, "quick": 120}[name])
            arrival = make.arrival(name, received_at=received, due_at=received)
            store.inbox.add([arrival])
            claim(store, now=received)
            settlement = make.settlement(name, processed_at=received + timedelta(seconds=seconds))
            with store.unit_of_work.begin() as transaction:
                transaction.settle([settlement], worker="w1")
        past = make.arrival("past", received_at=make.later(180), due_at=make.later(180))
        store.inbox.add(
            [attrs.evolve(past, is_history=True), make.arrival("new", received_at=make.later(200))]
        )

        assert store.figures.seconds(latest=4) == [1, 5, 9]
        assert store.figures.seconds(latest=3) == [1, 5]

    def test_what_failed_is_counted_since_then(self, store: Store) -> None:
        """Before that moment nothing counts."""
        fail(store, "one", at=10)
        fail(store, "two", at=20)
        fail_once(store, "three")

        failed = [store.figures.failed(since=make.later(at)) for at in (0, 10, 11, 21)]

        assert failed == [2, 2, 1, 0]
