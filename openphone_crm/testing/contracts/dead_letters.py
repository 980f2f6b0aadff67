"""How a store comes to have dead letters in it, and loses them again."""

from __future__ import annotations

from typing import Any

from openphone_crm.audit import AuditEntry
from openphone_crm.failures import FailureCause
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import LEASE, claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Attempt, FinalFailure, Settlement, Status

LONG_AFTER = make.later(1e6)
"""When everything is due, whenever it was to be tried."""


def cause(**fields: str) -> FailureCause:
    """Why something failed; two that say nothing else are one cause."""
    usual = {"error_class": "ValueError", "place": "some.place", "event_type": "message.received"}
    return FailureCause(**{**usual, **fields})


def decision(subject: str, *, by: str = "Ann") -> AuditEntry:
    """The entry about what somebody decided."""
    return AuditEntry(at=make.NOON, by=by, action="decided", subject=subject)


def final(at: float = 0, *, why: FailureCause | None = None) -> dict[str, Any]:
    """What is said of a failure that makes a dead letter, so many seconds after noon."""
    failure = FinalFailure(why or cause(), make.later(at))
    return {"status": Status.FAILED, "due_at": None, "final_failure": failure}


def fail(
    store: Store,
    name: str,
    *,
    at: float,
    why: FailureCause | None = None,
    received: float = 0,
) -> None:
    """Have an event received and fail for good, so many seconds after noon."""
    why = why or cause()
    store.inbox.add([make.arrival(name, event_type=why.event_type, received_at=make.later(received))])
    fail_again(store, name, at=at, why=why)


def fail_again(store: Store, name: str, *, at: float, why: FailureCause | None = None) -> None:
    """Have the one event that is due fail for good."""
    claim(store, now=LONG_AFTER)
    settlement = make.failure(name, attempt=_attempt(), **final(at, why=why))
    store.inbox.settle_failure(settlement, worker="w1")


def fail_once(store: Store, name: str) -> None:
    """Have an event received and fail, to be tried again."""
    store.inbox.add([make.arrival(name)])
    claim(store)
    store.inbox.settle_failure(make.failure(name), worker="w1")


def fail_follow_up(store: Store, name: str, *, at: float, kind: str = "send") -> None:
    """Have a follow-up fail for good."""
    follow_up = FollowUp(
        id=follow_up_id(kind, name),
        kind=kind,
        subject=name,
        priority=Priority.STANDARD,
        created_at=make.NOON,
        due_at=make.NOON,
    )
    store.follow_ups.add([follow_up])
    store.follow_ups.claim(Priority.STANDARD, worker="w1", now=LONG_AFTER, lease=LEASE, limit=1)
    settlement = Settlement(
        id=follow_up.id,
        retry_count=3,
        error_message="it broke",
        attempt=_attempt(),
        **final(at, why=cause(event_type=kind)),
    )
    store.follow_ups.settle_failure(settlement, worker="w1")


def retry(store: Store, name: str, *, at: float) -> None:
    """Have a dead letter tried again."""
    event_id = make.event_id(name)
    before = store.retry_jobs.retry(event_id, now=make.later(at), entry=decision(event_id))
    assert before is Status.FAILED


def mend(store: Store, name: str, *, at: float) -> None:
    """Have a dead letter tried again, with success."""
    retry(store, name, at=at)
    claim(store, now=LONG_AFTER)
    with store.unit_of_work.begin() as transaction:
        transaction.settle([make.settlement(name, processed_at=make.later(at))], worker="w1")


def _attempt() -> Attempt:
    return make.attempt(duration_seconds=0, outcome="failed", message="it broke")
