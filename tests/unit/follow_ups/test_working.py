"""Follow-ups are worked on one by one, or together where there is a task for that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from openphone_crm.errors import DeferredError
from openphone_crm.follow_up_work import Save, nothing_to_do, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.ids import FollowUpId
from openphone_crm.priority import Priority
from openphone_crm.working_set import Changes
from tests.unit.follow_ups.desk import Desk


def test_the_urgent_come_first() -> None:
    """Among what is due a critical follow-up is done before the rest, however late it came."""
    desk = Desk()
    desk.ask("later", "last", priority=Priority.LOW)
    desk.ask("first", priority=Priority.CRITICAL)

    worked = desk.work()

    assert (worked, desk.done[0], sorted(desk.done[1:])) == (3, "first", ["last", "later"])
    assert desk.work() == 0


def test_what_a_task_finds_is_saved_with_its_end() -> None:
    """What a task gives back to be saved is saved in the transaction that ends it."""
    desk = Desk()
    desk.ask("call")

    def follow(claim: ClaimedFollowUp) -> Save | None:
        now = desk.clock.now()
        sending = FollowUp(
            id=follow_up_id("tell", "next"),
            kind="tell",
            subject=f"after {claim.subject}",
            priority=Priority.LOW,
            created_at=now,
            due_at=now,
        )
        desk.trouble = lambda _: None
        return lambda transaction: transaction.save(Changes(follow_ups=(sending,)))

    desk.trouble = follow
    desk.work()

    assert desk.done == ["call", "after call"]


def test_what_is_put_off_is_no_attempt() -> None:
    """A task that says "not now" is asked again when it said, and never becomes a dead letter."""
    desk = Desk()
    desk.ask("call")
    reason = "the budget is spent"

    def put_off(_: ClaimedFollowUp) -> Save | None:
        raise DeferredError(reason, desk.clock.now() + timedelta(hours=1))

    desk.trouble = put_off
    for _ in range(10):
        assert desk.work() == 1
        assert desk.work() == 0
        desk.clock.advance(timedelta(hours=1))

    desk.trouble = lambda _: None
    desk.work()

    assert desk.done == ["call"]
    assert desk.problems == []


def test_a_task_for_many_gets_all_that_is_due() -> None:
    """Follow-ups of one kind are done together where there is a task for that, each with its own end."""
    desk = Desk()
    desk.ask("a", "b", "c", kind="read")
    desk.ask("other")
    seen: list[list[str]] = []

    def read(claims: Sequence[ClaimedFollowUp]) -> dict[FollowUpId, Save | Exception]:
        seen.append(sorted(claim.subject for claim in claims))
        return {
            claim.id: RuntimeError("no b") if claim.subject == "b" else nothing_to_save for claim in claims
        }

    desk.batch_tasks = {"read": read}
    worked = desk.work()

    assert (worked, seen, desk.done) == (4, [["a", "b", "c"]], ["other"])
    assert [type(problem.error) for problem in desk.problems] == [RuntimeError]


def test_what_there_is_no_time_for_is_given_back() -> None:
    """Slow tasks are done one after the other within their lease, each once."""
    desk = Desk()
    desk.ask(*"abcdefgh")

    def dawdle(_: ClaimedFollowUp) -> Save | None:
        desk.clock.advance(seconds=30)
        return None

    desk.trouble = dawdle
    desk.work()

    assert sorted(desk.done) == list("abcdefgh")
    assert desk.problems == []


def test_where_there_was_nothing_to_do_it_is_looked_at_again() -> None:
    """A follow-up for which there was nothing to do is not used up: asked for again it is done."""
    desk = Desk(trouble=lambda _: nothing_to_do)
    desk.ask("call")
    desk.work()
    desk.trouble = lambda _: None

    desk.ask("call")
    desk.work()
    desk.ask("call")
    desk.work()

    assert desk.done == ["call", "call"]
