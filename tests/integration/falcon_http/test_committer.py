"""The committer answers everybody, whatever the store does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import pytest

from adapters.falcon_http.bell import Bell
from adapters.falcon_http.committer import Committer
from openphone_crm.errors import UnavailableError
from openphone_crm.inbox_records import Stored
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.priority import Priority
from tests.integration.falcon_http.inboxes import (
    PATIENCE_S,
    ForgetfulInbox,
    ObedientInbox,
    delivery,
    intake_into,
)
from tests.integration.falcon_http.world import ring_nobody

AWAY = UnavailableError("database", "gone")

Answer = Stored | BaseException


def committer_into(inbox: MemoryInbox, **limits: float) -> Committer:
    """Make a committer whose bell nobody hears."""
    return Committer(intake_into(inbox), Bell(ring_nobody), **limits)  # type: ignore[arg-type] # all are numbers


async def store_all(committer: Committer, keys: Iterable[str]) -> Sequence[Answer]:
    """Store deliveries at once, and wait for the answer to each."""
    storing = [committer.store(delivery(key)) for key in keys]
    async with asyncio.timeout(PATIENCE_S):
        return await asyncio.gather(*storing, return_exceptions=True)


async def called(inbox: ObedientInbox) -> None:
    """Wait until the store is at work."""
    assert await asyncio.to_thread(inbox.was_called.wait, PATIENCE_S)


def test_what_arrives_together_is_stored_together() -> None:
    """A hundred deliveries at once are one call of the store."""
    inbox = ObedientInbox()
    keys = [f"key-{number}" for number in range(100)]

    answers = asyncio.run(store_all(committer_into(inbox), keys))

    assert inbox.batches == [keys]
    assert all(isinstance(answer, Stored) and answer.is_new for answer in answers)


def test_what_arrives_during_a_commit_gathers() -> None:
    """While the store is at work, deliveries gather for the next call."""
    inbox = ObedientInbox()
    committer = committer_into(inbox)

    async def scenario() -> None:
        inbox.may_answer.clear()
        first = asyncio.create_task(store_all(committer, ["first"]))
        await called(inbox)
        others = asyncio.create_task(store_all(committer, ["second", "third"]))
        await asyncio.sleep(0)
        inbox.may_answer.set()
        await first
        await others

    asyncio.run(scenario())

    assert inbox.batches == [["first"], ["second", "third"]]


def test_a_batch_is_bounded() -> None:
    """No call of the store gets more than the largest batch."""
    inbox = ObedientInbox()

    answers = asyncio.run(store_all(committer_into(inbox, largest_batch=2), ["a", "b", "c", "d", "e"]))

    assert inbox.batches == [["a", "b"], ["c", "d"], ["e"]]
    assert len(answers) == 5


def test_of_repeats_in_one_batch_one_is_new() -> None:
    """Simultaneous repeats answer with one id, and one of them is the new one."""
    committer = committer_into(ObedientInbox())

    answers = asyncio.run(store_all(committer, ["same"] * 5))

    stored = [answer for answer in answers if isinstance(answer, Stored)]
    assert len({one.id for one in stored}) == 1
    assert [one.is_new for one in stored].count(True) == 1


@pytest.mark.parametrize(
    "error",
    [AWAY, RuntimeError("boom"), StopIteration(), ValueError()],
    ids=["unavailable", "unforeseen", "stop", "value"],
)
def test_a_failure_is_told_to_its_batch_alone(error: Exception) -> None:
    """Whatever the store raises, those of that batch hear that it is unavailable, and the next are stored."""
    committer = committer_into(ObedientInbox(error), largest_batch=2)

    answers = asyncio.run(store_all(committer, ["a", "b", "c", "d"]))

    assert [isinstance(answer, UnavailableError) for answer in answers] == [True, True, False, False]


def test_a_failure_does_not_end_the_committer() -> None:
    """After many failures in a row the first success is a success."""
    committer = committer_into(ObedientInbox(*[AWAY] * 20))

    async def scenario() -> list[Sequence[Answer]]:
        return [await store_all(committer, [f"key-{number}"]) for number in range(21)]

    *failed, stored = asyncio.run(scenario())

    assert all(isinstance(answer, UnavailableError) for answers in failed for answer in answers)
    assert isinstance(stored[0], Stored)


def test_a_store_that_miscounts_is_not_believed() -> None:
    """When answers are missing nobody is told that his delivery is stored."""
    committer = committer_into(ForgetfulInbox())

    answers = asyncio.run(store_all(committer, ["a", "b"]))

    assert all(isinstance(answer, UnavailableError) for answer in answers)


def test_too_many_are_refused() -> None:
    """Whoever finds the line full hears so at once; those in it are stored."""
    inbox = ObedientInbox()

    answers = asyncio.run(store_all(committer_into(inbox, most_waiting=3), ["a", "b", "c", "d"]))

    assert [isinstance(answer, Stored) for answer in answers] == [True, True, True, False]
    assert inbox.batches == [["a", "b", "c"]]


def test_a_store_that_hangs_lets_nobody_hang() -> None:
    """A sender is told to come back when the store does not answer, and served when it does again."""
    inbox = ObedientInbox()
    committer = committer_into(inbox, patience_s=0.05)

    async def scenario() -> tuple[Sequence[Answer], Sequence[Answer]]:
        inbox.may_answer.clear()
        late = await store_all(committer, ["late"])
        inbox.may_answer.set()
        return late, await eventually_stored(committer, "next")

    late, after = asyncio.run(scenario())

    assert isinstance(late[0], UnavailableError)
    assert isinstance(after[0], Stored)


async def eventually_stored(committer: Committer, key: str) -> Sequence[Answer]:
    """Store, as a sender does: again and again until it is acknowledged."""
    async with asyncio.timeout(PATIENCE_S):
        answers = await store_all(committer, [key])
        return answers if isinstance(answers[0], Stored) else await eventually_stored(committer, key)


def test_a_sender_who_leaves_disturbs_nobody() -> None:
    """A request that is cancelled while it waits takes nothing from the others of its batch."""
    inbox = ObedientInbox()
    committer = committer_into(inbox)

    async def scenario() -> Sequence[Answer]:
        inbox.may_answer.clear()
        leaving = asyncio.create_task(committer.store(delivery("leaving")))
        staying = asyncio.create_task(store_all(committer, ["staying"]))
        await called(inbox)
        leaving.cancel()
        inbox.may_answer.set()
        return await staying

    answers = asyncio.run(scenario())

    assert isinstance(answers[0], Stored)


def test_a_cancelled_committer_answers_first() -> None:
    """When the loop is stopped, those in hand and those in line hear that they are not stored."""
    inbox = ObedientInbox()
    committer = committer_into(inbox, largest_batch=1)

    async def scenario() -> Sequence[Answer]:
        inbox.may_answer.clear()
        waiting = asyncio.create_task(store_all(committer, ["in hand", "in line"]))
        await called(inbox)
        assert committer._task is not None
        committer._task.cancel()
        answers = await waiting
        inbox.may_answer.set()
        return answers

    answers = asyncio.run(scenario())

    assert all(isinstance(answer, UnavailableError) for answer in answers)


def test_a_second_loop_is_served_too() -> None:
    """Nothing is bound to the loop in which it was made or first used."""
    committer = committer_into(ObedientInbox())

    answers = [asyncio.run(store_all(committer, [key])) for key in ("first", "second")]

    assert all(isinstance(answer, Stored) for (answer,) in answers)


def test_closing_waits_for_those_in_line() -> None:
    """Whoever waits when the server stops is stored, answered and rung for."""
    inbox = ObedientInbox()
    rung: list[Priority] = []
    committer = Committer(intake_into(inbox), Bell(rung.extend))

    async def scenario() -> Sequence[Answer]:
        waiting = asyncio.create_task(store_all(committer, ["a", "b"]))
        await called(inbox)
        await committer.close()
        return await waiting

    answers = asyncio.run(scenario())

    assert all(isinstance(answer, Stored) for answer in answers)
    assert rung == [Priority.CRITICAL]


def test_a_closed_committer_says_so() -> None:
    """A delivery after the end is refused, not kept waiting."""
    committer = committer_into(ObedientInbox())

    async def scenario() -> Sequence[Answer]:
        await committer.close()
        return await store_all(committer, ["late"])

    answers = asyncio.run(scenario())

    assert isinstance(answers[0], UnavailableError)
