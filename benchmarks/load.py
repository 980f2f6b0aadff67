"""The load generator, in a process of its own: so many a second, or as many as are answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import attrs

from benchmarks.line import Line

ANSWER_LIMIT_S = 60.0


@attrs.frozen(kw_only=True)
class Load:
    """Requests for a server: `rate` of them a second, or one after the other on each of `lines`."""

    host: str
    port: int
    requests: Sequence[bytes]
    rate: float | None = None
    lines: int = 1


@attrs.define
class Answers:
    """What the server made of the requests, and how many seconds each took."""

    latencies: list[float] = attrs.field(factory=list)
    statuses: Counter[str] = attrs.field(factory=Counter)
    seconds: float = 0

    def add(self, status: bytes, latency: float) -> None:
        """Take note of one answer."""
        self.statuses[status.decode()] += 1
        self.latencies.append(latency)

    def quantile(self, part: float) -> float:
        """Milliseconds within which that part of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000


def put(load: Load) -> Answers:
    """Put the load on the server, from another process, and wait for all answers."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, load).result()


def _run(load: Load) -> Answers:
    return asyncio.run(_at_rate(load, load.rate) if load.rate else _without_pause(load))


async def _without_pause(load: Load) -> Answers:
    answers, waiting = Answers(), iter(load.requests)
    lines = [await Line.opened(load.host, load.port) for _ in range(load.lines)]

    async def work_off(line: Line) -> None:
        for request in waiting:
            began = time.perf_counter()
            answers.add(await line.post(request), time.perf_counter() - began)

    began = time.perf_counter()
    async with asyncio.timeout(ANSWER_LIMIT_S + len(load.requests) / 10):
        await asyncio.gather(*map(work_off, lines))
    return _ended(answers, began, lines)


async def _at_rate(load: Load, rate: float) -> Answers:
    """Post each request at its time, on a line that is free, whether or not the last was answered."""
    answers, free = Answers(), [await Line.opened(load.host, load.port)]

    async def post(request: bytes, due: float) -> None:
        line = free.pop() if free else await Line.opened(load.host, load.port)
        # From when it was due: a generator that falls behind would hide what a slow server does.
        answers.add(await line.post(request), time.perf_counter() - due)
        free.append(line)

    began = time.perf_counter()
    async with asyncio.timeout(ANSWER_LIMIT_S + len(load.requests) / rate), asyncio.TaskGroup() as posts:
        for number, request in enumerate(load.requests):
            due = began + number / rate
            await asyncio.sleep(due - time.perf_counter())
            posts.create_task(post(request, due))
    return _ended(answers, began, free)


def _ended(answers: Answers, began: float, lines: Sequence[Line]) -> Answers:
    answers.seconds = time.perf_counter() - began
    for line in lines:
        line.close()
    return answers
