"""The bell rings after the commit, for what is due, and never holds up an acknowledgement."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from datetime import timedelta

from adapters.falcon_http.bell import Bell
from adapters.falcon_http.committer import Committer
from openphone_crm.errors import UnavailableError
from openphone_crm.intake import Delivery
from openphone_crm.priority import Priority
from openphone_crm.work_records import Status
from tests.integration.falcon_http.inboxes import PATIENCE_S, ObedientInbox, delivery, intake_into


def rung_for(*deliveries: Delivery) -> list[list[Priority]]:
    """Store deliveries in one batch, and give the rings that follow."""
    rings: list[list[Priority]] = []
    committer = Committer(intake_into(ObedientInbox()), Bell(lambda wanted: rings.append(list(wanted))))

    async def scenario() -> None:
        await asyncio.gather(*(committer.store(one) for one in deliveries))
        await committer.close()

    asyncio.run(scenario())
    return rings


def test_a_batch_rings_once_for_each_priority() -> None:
    """Many events of a priority are one ring of it."""
    rings = rung_for(delivery("a", priority=Priority.STANDARD), delivery("b"), delivery("c"), delivery("d"))

    assert rings == [[Priority.CRITICAL, Priority.STANDARD]]


def test_nobody_is_woken_for_nothing() -> None:
    """What is ignored, known already or due later rings no bell."""
    ignored = delivery("ignored", status=Status.IGNORED)
    later = delivery("later", priority=Priority.LOW, due_in=timedelta(seconds=60))

    rings = rung_for(ignored, later)

    assert rings == []


def test_a_duplicate_rings_no_bell() -> None:
    """A delivery that was stored before wakes nobody again."""
    rings: list[list[Priority]] = []
    committer = Committer(intake_into(ObedientInbox()), Bell(lambda wanted: rings.append(list(wanted))))

    async def scenario() -> None:
        await committer.store(delivery("same"))
        await committer.store(delivery("same"))
        await committer.close()

    asyncio.run(scenario())

    assert rings == [[Priority.CRITICAL]]


def test_a_bell_that_hangs_holds_up_nobody() -> None:
    """Deliveries are acknowledged while a ring hangs, and all they wished for is one more ring."""
    may_ring, rings = threading.Event(), list[list[Priority]]()

    def ring(wanted: Iterable[Priority]) -> None:
        rings.append(list(wanted))
        assert may_ring.wait(PATIENCE_S)

    committer = Committer(intake_into(ObedientInbox()), Bell(ring))

    async def scenario() -> None:
        async with asyncio.timeout(PATIENCE_S):
            await committer.store(delivery("first"))
            while not rings:  # noqa: ASYNC110 - it is a thread that rings
                await asyncio.sleep(0.001)
            for number in range(20):
                await committer.store(delivery(f"key-{number}"))
        may_ring.set()
        await committer.close()

    asyncio.run(scenario())

    assert rings == [[Priority.CRITICAL], [Priority.CRITICAL]]


def test_a_bell_that_fails_is_rung_again() -> None:
    """A ring that fails is nobody's error, and the next one is tried."""
    tries: list[list[Priority]] = []

    def ring(wanted: Iterable[Priority]) -> None:
        tries.append(list(wanted))
        raise UnavailableError("redis", "gone")

    bell = Bell(ring)

    for _ in range(2):
        bell.ring([Priority.LOW])
        bell._thread.submit(lambda: None).result(PATIENCE_S)
    bell.close()

    assert tries == [[Priority.LOW], [Priority.LOW]]
