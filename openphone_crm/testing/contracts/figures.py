"""What counting the queue of record promises."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.extraction.readings import Usage
from openphone_crm.failures import FailureState
from openphone_crm.health.faults import Fault, Verdict
from openphone_crm.ports.reconciliation_book import Hold
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import Stage, Tally, Whereabouts
from openphone_crm.rollups import Figure, Measure, Span
from openphone_crm.status import QueueFigures
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import cause, decision, fail, fail_follow_up, mend
from openphone_crm.testing.contracts.scenes import claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.extraction_builders import model_call
from openphone_crm.testing.health_builders import health_check
from openphone_crm.testing.reconciliation_builders import run
from openphone_crm.work_records import Status

MINUTE = timedelta(minutes=1)
NOON = Span.MINUTE.begin(make.NOON)


class FiguresContract:
    """What is due and what failed is counted, and what happened in each minute."""

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

    def test_dead_letters_by_cause(self, store: Store) -> None:
        """Those seen last come first, and how many are left; what is mended or ignored is left out."""
        rare, common, mended, ignored = (cause(place=place) for place in ("rare", "common", "done", "known"))
        for at, (name, why) in enumerate(
            (("a", common), ("b", mended), ("c", ignored), ("d", rare), ("e", common))
        ):
            fail(store, name, at=at, why=why)
        fail_follow_up(store, "f", at=9)
        mend(store, "b", at=20)
        store.failures.decide(ignored.id, FailureState.IGNORED, decision(ignored.id))

        groups = store.figures.dead_letters(groups=2)

        assert [(group.cause, group.count) for group in groups] == [
            (cause(event_type="send"), 1),
            (common, 2),
        ]
        assert [group.cause for group in store.figures.dead_letters(groups=9)][2:] == [rare]

    def test_what_was_received_in_each_minute(self, store: Store) -> None:
        """By priority, whatever became of it; history is none of it."""
        store.inbox.add(
            [
                make.arrival("before", received_at=NOON - MINUTE),
                make.arrival("one", received_at=NOON),
                make.arrival("two", received_at=NOON + 0.9 * MINUTE, status=Status.IGNORED),
                make.arrival("low", received_at=NOON, priority=Priority.LOW),
                make.arrival("next", received_at=NOON + MINUTE),
                make.arrival("past", received_at=NOON, is_history=True),
            ]
        )

        assert _by_minute(store) == [
            Figure(NOON, Measure.RECEIVED, "critical", 2),
            Figure(NOON, Measure.RECEIVED, "low", 1),
            Figure(NOON + MINUTE, Measure.RECEIVED, "critical", 1),
        ]

    def test_health_checks_that_are_over(self, store: Store) -> None:
        """By how they went, in the minute in which that was known."""
        for name, fault in (("well", None), ("ill", Fault.API_KEY)):
            check = health_check(name)
            store.health_checks.begin(check)
            store.health_checks.update(check.concluded(Verdict(fault, ""), NOON + 2 * MINUTE))
        store.health_checks.begin(health_check("waits"))

        assert _by_minute(store) == [
            Figure(NOON + 2 * MINUTE, Measure.CHECKED, "failing", 1),
            Figure(NOON + 2 * MINUTE, Measure.CHECKED, "ok", 1),
        ]

    def test_what_models_were_paid(self, store: Store) -> None:
        """By model, in the minute in which a call ended; thoughts are output."""
        usage = Usage(input_tokens=100, output_tokens=20, thought_tokens=5)
        for name in ("one", "two"):
            call = model_call(name, model="m")
            store.readings.begin(call, [name], patience=MINUTE)
            store.readings.end(attrs.evolve(call, ended_at=NOON + MINUTE, usage=usage, usd=0.25), {})
        store.readings.begin(model_call("open"), ["open"], patience=MINUTE)

        assert _by_minute(store) == [
            Figure(NOON + MINUTE, Measure.TOKENS_IN, "m", 200),
            Figure(NOON + MINUTE, Measure.TOKENS_OUT, "m", 50),
            Figure(NOON + MINUTE, Measure.USD, "m", 0.5),
        ]

    def test_what_was_healed(self, store: Store) -> None:
        """By kind, once a run is over; what was not missing is nothing."""
        hold = Hold("w1", make.later(600))
        found = {"message": Tally(9, 3, 2), "call": Tally(4)}
        for name, whereabouts in (("over", Whereabouts(stage=Stage.END)), ("runs", Whereabouts())):
            begun = run(name)
            store.reconciliation_book.begin(begun, hold)
            further = begun.stepped(whereabouts, found, NOON + MINUTE)
            store.reconciliation_book.save(further, by="w1", until=None)

        assert _by_minute(store) == [Figure(NOON + MINUTE, Measure.HEALED, "message", 2)]


def _by_minute(store: Store) -> list[Figure]:
    found = store.figures.by_minute(since=NOON)
    return sorted(found, key=lambda figure: (figure.begins_at, figure.measure, figure.label))
