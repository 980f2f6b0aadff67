"""What keeping health checks promises, and finding where their deliveries got to."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import attrs

from openphone_crm.health.checks import CheckKind, CheckState
from openphone_crm.health.faults import ALL_IS_WELL, Fault, Sighting, Verdict
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, all_pages, at_once, joined
from openphone_crm.testing.contracts.dead_letters import fail_once
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.health_builders import health_check
from openphone_crm.work_records import Status

HOUR = timedelta(hours=1)


class HealthChecksContract:
    """A check begins once, has one outcome, and its events are found."""

    def test_a_check_is_kept(self, store: Store) -> None:
        """Every field of it comes back, while it waits and afterwards."""
        check = health_check(detail=ODD_TEXTS[0], openphone_id="ACx1")
        over = check.concluded(Verdict(Fault.NOT_SENT, ODD_TEXTS[1]), make.later(120))
        store.health_checks.begin(check)
        waiting = store.health_checks.waiting()

        updated = store.health_checks.update(over)

        assert list(waiting) == [check]
        assert updated is True
        assert list(store.health_checks.waiting()) == []
        assert store.health_checks.latest(CheckKind.TEXT) == over
        assert (over.state, over.fault) == (CheckState.FAILING, Fault.NOT_SENT)

    def test_a_check_begins_unless_one_has(self, store: Store) -> None:
        """One that began after that moment counts, one of another kind, or of then or before, does not."""
        store.health_checks.begin(health_check("first"))
        store.health_checks.begin(health_check("other", kind=CheckKind.TEST_EVENT, started_at=make.later(9)))

        begun = [
            store.health_checks.begin(health_check(f"{at}"), unless_after=make.later(at))
            for at in (-0.000_001, 0)
        ]

        assert begun == [False, True]

    def test_of_many_at_once_one_begins(self, store: Store) -> None:
        """Several schedulers do no harm."""
        checks = [health_check(f"{number}") for number in range(5)]

        begun = at_once(
            *(partial(store.health_checks.begin, each, unless_after=make.NOON - HOUR) for each in checks)
        )

        assert begun.count(True) == 1
        assert list(store.health_checks.waiting()) == [checks[begun.index(True)]]

    def test_an_outcome_stays(self, store: Store) -> None:
        """Whoever comes to another one later writes nothing."""
        check = health_check()
        store.health_checks.begin(check)
        store.health_checks.update(check.concluded(ALL_IS_WELL, make.later(3)))

        updated = store.health_checks.update(check.concluded(Verdict(Fault.NO_WORKER), make.later(120)))

        latest = store.health_checks.latest(CheckKind.TEXT)
        assert updated is False
        assert latest is not None
        assert (latest.state, latest.fault, latest.checked_at) == (CheckState.OK, None, make.later(3))

    def test_what_never_began(self, store: Store) -> None:
        """There is no latest check, and nothing to update."""
        updated = store.health_checks.update(health_check())

        assert updated is False
        assert store.health_checks.latest(CheckKind.TEST_EVENT) is None

    def test_checks_are_listed_newest_first(self, store: Store) -> None:
        """Page by page, whatever their kind."""
        kinds = list(CheckKind)
        checks = [health_check(f"{n}", kind=kinds[n % 2], started_at=make.later(n // 2)) for n in range(5)]
        for check in checks:
            store.health_checks.begin(check)

        pages = all_pages(store.health_checks.find, limit=2)

        assert joined(pages) == sorted(checks, key=lambda each: (each.started_at, each.id), reverse=True)

    def test_the_event_that_holds_the_nonce_is_found(self, store: Store) -> None:
        """Also one that holds only the message's id; none from before, with neither, or that we fetched."""
        check = health_check(openphone_id="ACx77_7%")
        words = {"nonce": check.nonce, "id": "ACx77_7%", "neither": "ACx77x7y", "before": check.nonce}
        for n, (name, word) in enumerate(words.items()):
            received = make.later(-3600) if name == "before" else make.later(n)
            payload = f'{{"text": "Health check {word}!"}}'
            store.inbox.add([make.arrival(name, payload=payload, received_at=received)])

        store.inbox.add(
            [
                make.arrival("fetched", openphone_type="reconcile.message", payload=f'["{check.nonce}"]'),
                make.arrival("history", is_history=True, payload=f'["{check.nonce}"]'),
            ]
        )

        found = store.sightings.of(check)

        assert [sighting.due_at for sighting in found] == [make.later(0), make.later(1)]

    def test_the_event_of_a_test_is_found_by_its_delivery(self, store: Store) -> None:
        """Whatever it holds; without a delivery id nothing is found."""
        store.inbox.add(
            [make.arrival("test", delivery_key="msg_1", openphone_type="task.created"), make.arrival("other")]
        )
        check = health_check(kind=CheckKind.TEST_EVENT, openphone_id="msg_1")

        found = store.sightings.of(check)

        sighting = Sighting(status=Status.PENDING, openphone_type="task.created", due_at=make.NOON)
        assert found == [sighting]
        assert store.sightings.of(attrs.evolve(check, openphone_id=None)) == []

    def test_it_is_told_how_far_an_event_got(self, store: Store) -> None:
        """Who has it and until when, and that an attempt failed."""
        check = health_check("taken")
        store.inbox.add([make.arrival("taken", payload=f'["{check.nonce}"]')])
        store.inbox.claim(Priority.CRITICAL, worker="w1", now=make.later(1), lease=LEASE, limit=1)
        taken = store.sightings.of(check)

        fail_once(store, "failed")

        (failed,) = store.sightings.of(health_check(kind=CheckKind.TEST_EVENT, openphone_id="key of failed"))
        assert [(one.status, one.lease_until) for one in taken] == [
            (Status.PROCESSING, make.later(1) + LEASE)
        ]
        assert (failed.status, failed.attempts_made, failed.has_gone_wrong) == (Status.PENDING, 1, True)
        assert failed.error_message

    def test_a_check_is_a_change(self, store: Store) -> None:
        """Whoever polls is told of its beginning and of its outcome."""
        check = health_check()
        before = store.changes.current("events")
        store.health_checks.begin(check)
        between = store.changes.current("events")

        store.health_checks.update(check.concluded(ALL_IS_WELL, make.later(3)))

        assert before < between < store.changes.current("events")
