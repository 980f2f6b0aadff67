"""Refused deliveries are counted, and nobody who is refused waits for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from adapters.falcon_http.refusals import MOST_KEPT, Refusals
from openphone_crm.errors import SignatureError, UnavailableError
from openphone_crm.health.refusals import Refused
from openphone_crm.memory import MemoryClock
from openphone_crm.testing import events
from openphone_crm.webhooks import sign_legacy
from tests.integration.falcon_http.world import KEY, WEBHOOK, make_world
from tests.integration.waiting import wait_until

AT_ONCE = 0.01
STRANGER = {"openphone-signature": "hmac;1;1639710054089;bm90IGl0"}


@attrs.define
class Ledger:
    """Adds up what is written, and fails as often as it is told to."""

    failures: int = 0
    counts: Counter[str] = attrs.field(factory=Counter)
    writes: int = 0

    def write(self, counts: Mapping[Refused, int]) -> None:
        """Add them up, or fail."""
        self.writes += 1
        if self.failures:
            self.failures -= 1
            raise UnavailableError("database", "it was told to fail")
        for refused, count in counts.items():
            self.counts[refused.reason] += count


def refuse(refusals: Refusals, count: int, reason: str = "no key") -> None:
    """Refuse so many."""
    for _ in range(count):
        refusals.add(SignatureError(reason, ()))


def gatherer(ledger: Ledger, *, gather_s: float = AT_ONCE) -> Refusals:
    """Make one that writes into that ledger."""
    return Refusals(ledger.write, MemoryClock(), gather_s=gather_s)


def test_refusals_are_counted_by_their_reason() -> None:
    """What nobody we know signed, and what is signed nonsense; what is accepted is not."""
    ledger = Ledger()
    world = make_world(count_refusals=ledger.write)
    signed = sign_legacy(b"[1]", key=KEY, at=world.clock.now())

    for headers in (STRANGER, STRANGER, {}, signed):
        world.send("POST", WEBHOOK, headers=headers, content=b"[1]")
    world.deliver(events.message_received())

    expected: dict[str, Any] = {"no signature header": 1, "signed, but no JSON object": 1}
    assert wait_until(lambda: ledger.counts.total() == 4)
    assert {reason: ledger.counts[reason] for reason in expected} == expected


def test_many_refusals_are_one_write() -> None:
    """They gather for a while; none is lost between two writes."""
    ledger = Ledger()
    refusals = gatherer(ledger, gather_s=0.2)

    refuse(refusals, 5_000)

    assert wait_until(lambda: ledger.counts == {"no key": 5_000})
    assert ledger.writes < 50


def test_a_store_that_is_away_is_tried_again() -> None:
    """What could not be written is written with what comes next."""
    ledger = Ledger(failures=3)
    refusals = gatherer(ledger)

    refuse(refusals, 7)

    assert wait_until(lambda: ledger.counts == {"no key": 7})
    assert ledger.writes == 4


def test_whoever_is_refused_does_not_wait() -> None:
    """A store that hangs holds up nobody."""
    is_writing, may_end = threading.Event(), threading.Event()

    def hang(_: Mapping[Refused, int]) -> None:
        is_writing.set()
        may_end.wait(30)

    refusals = Refusals(hang, MemoryClock(), gather_s=AT_ONCE)
    refuse(refusals, 1)
    assert is_writing.wait(30)

    refuse(refusals, 1_000)

    assert may_end.is_set() is False
    may_end.set()


def test_what_has_gathered_is_written_at_the_end() -> None:
    """Who closes does not wait until the time is up."""
    ledger = Ledger()
    refusals = gatherer(ledger, gather_s=3600)
    refuse(refusals, 2)

    refusals.close()

    assert ledger.counts == {"no key": 2}


def test_a_flood_of_reasons_is_bounded() -> None:
    """While they cannot be written, no more than so many are remembered."""
    ledger = Ledger()
    refusals = gatherer(ledger, gather_s=3600)
    for number in range(MOST_KEPT + 50):
        refuse(refusals, 1, f"reason {number}")

    refusals.close()

    assert len(ledger.counts) == MOST_KEPT
