"""What blocks is done in threads, and the line before them is bounded."""

from __future__ import annotations

import asyncio
import threading

import pytest

from adapters.falcon_http.threads import Threads
from openphone_crm.errors import UnavailableError

PATIENCE_S = 10.0


def test_the_loop_turns_while_a_thread_blocks() -> None:
    """Work that waits for the loop gets what it waits for."""
    threads, go = Threads(1), threading.Event()

    async def scenario() -> bool:
        working = asyncio.create_task(threads.run(go.wait, PATIENCE_S))
        await asyncio.sleep(0)
        go.set()
        return await working

    assert asyncio.run(scenario())


def test_more_than_the_line_holds_is_refused() -> None:
    """One works, one waits, the third is told to come back; when they are done there is room again."""
    threads, go = Threads(1, most_waiting=1), threading.Event()

    async def scenario() -> bool:
        busy = [asyncio.create_task(threads.run(go.wait, PATIENCE_S)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(UnavailableError):
            await threads.run(go.wait, PATIENCE_S)
        go.set()
        await asyncio.gather(*busy)
        return await threads.run(go.wait, PATIENCE_S)

    assert asyncio.run(scenario())


def test_work_that_takes_too_long_is_given_up() -> None:
    """Whoever waits is told to come back; what was begun ends by itself, and what was not is dropped."""
    threads, go = Threads(1, most_waiting=1, patience_s=0.1), threading.Event()
    done: list[str] = []

    async def scenario() -> int:
        stuck = [threads.run(go.wait, PATIENCE_S), threads.run(done.append, "dropped")]
        answers = await asyncio.gather(*stuck, return_exceptions=True)
        go.set()
        await threads.run(done.append, "next")
        return sum(isinstance(answer, UnavailableError) for answer in answers)

    assert asyncio.run(asyncio.wait_for(scenario(), PATIENCE_S)) == 2
    assert done == ["next"]


def test_an_error_of_the_work_is_its_own() -> None:
    """Work that fails with a timeout of its own is not taken for work that takes too long."""

    def fail() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        asyncio.run(Threads(1).run(fail))
