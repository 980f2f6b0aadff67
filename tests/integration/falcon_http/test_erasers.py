"""Who is told to come back may ask again: what was begun goes on, and what was not begins then."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime

import pytest

from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.threads import Threads
from openphone_crm.erasing import Erasing
from openphone_crm.errors import ConflictError, NotFoundError, UnavailableError
from openphone_crm.ids import ContactId
from openphone_crm.memory import MemoryClock, MemoryCrm

PATIENCE_S = 0.3
ANN, BEN = ContactId("ann"), ContactId("ben")


class SlowClock(MemoryClock):
    """A clock that tells the time only when it may."""

    may_go_on = threading.Event()

    def now(self) -> datetime:
        """Tell the time, late."""
        assert self.may_go_on.wait(20)
        return super().now()


async def error_of(erasers: Erasers, contact_id: ContactId) -> type[Exception]:
    """Ask for an erasure, and give what comes of it; there is no such contact."""
    with pytest.raises((ConflictError, NotFoundError, UnavailableError)) as raised:
        await erasers.erase(contact_id, by="Dana")
    return raised.type


def test_who_is_told_to_come_back_may_ask_again() -> None:
    """Ann's erasure goes on, Ben's was never begun; both end once there is time."""
    clock = SlowClock()
    erasing = Erasing(erasures=MemoryCrm().erasures, clock=clock)
    erasers = Erasers(erasing, Threads(1, patience_s=PATIENCE_S))

    async def scenario() -> list[type[Exception]]:
        errors = [await error_of(erasers, contact_id) for contact_id in (ANN, ANN, BEN, BEN)]
        clock.may_go_on.set()
        return [*errors, *[await end_of(erasers, contact_id) for contact_id in (ANN, BEN)]]

    met = asyncio.run(asyncio.wait_for(scenario(), 20))

    waited = [UnavailableError, ConflictError, UnavailableError, UnavailableError]
    assert met == [*waited, NotFoundError, NotFoundError]


async def end_of(erasers: Erasers, contact_id: ContactId) -> type[Exception]:
    """Ask until there is no wait any more, or the test has run out of time."""
    error = await error_of(erasers, contact_id)
    if error is NotFoundError:
        return error
    await asyncio.sleep(0.01)
    return await end_of(erasers, contact_id)
