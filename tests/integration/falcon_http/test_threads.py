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
