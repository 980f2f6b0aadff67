"""Handlers that an embedder adds, and the time that they may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import attrs
import pytest

from openphone_crm.events import Report
from openphone_crm.handlers.people import Cause
from openphone_crm.handling import Handler
from openphone_crm.priority import Priority
from openphone_crm.testing import events
from openphone_crm.work_records import Status
from openphone_crm.working_set import WorkingSet
from tests.unit.processing.shop import Shop


def equip(shop: Shop, *handlers: Handler) -> None:
    """Have the shop's worker call these handlers too."""
    shop.processing = attrs.evolve(shop.processing, extra_handlers=handlers)


def test_extra_handlers_see_every_report(shop: Shop) -> None:
    """Each is called with every report, what is known so far, and the event it came from."""
    seen: list[tuple[str, str]] = []

    def look(report: Report, desk: WorkingSet, cause: Cause) -> None:
        known = sorted(message.text or "" for message in desk.messages.values())
        seen.append((cause.event_id, f"{type(report).__name__} {known}"))

    equip(shop, look)
    first, second = shop.receive(events.message_received("a"), events.message_received("b"))
    shop.work()

    assert seen == [(first, "MessageReported []"), (second, "MessageReported ['a']")]


def test_what_an_extra_handler_raises_is_an_attempt(shop: Shop) -> None:
    """An error of an extra handler fails its event, and no other."""

    def refuse(report: Report, _: WorkingSet, __: Cause) -> None:
        if getattr(report, "text", None) == "b":
            raise RuntimeError("not b")  # noqa: TRY003 - only this test tells it

    equip(shop, refuse)
    ids = shop.receive(*(events.message_received(text) for text in "abc"))
    shop.work()

    assert [shop.event(event_id).event.status for event_id in ids] == [
        Status.PROCESSED,
        Status.PENDING,
        Status.PROCESSED,
    ]
    (attempt,) = shop.event(ids[1]).attempts
    assert attempt.error_class == "RuntimeError"
    assert attempt.trace is not None
    assert attempt.trace.splitlines()[-1].startswith(f"{__name__}.{refuse.__qualname__}:")


@pytest.mark.parametrize("seconds", [3, 11])
def test_a_slow_batch_is_cut(shop: Shop, seconds: float) -> None:
    """Slow events are saved before their lease can run out, and nothing is done twice."""
    calls: list[str] = []

    def dawdle(_: Report, __: WorkingSet, cause: Cause) -> None:
        calls.append(cause.event_id)
        shop.clock.advance(seconds=seconds)

    equip(shop, dawdle)
    ids = shop.receive(*(events.message_received(text) for text in "abcdefgh"))
    shop.work()

    assert {shop.event(event_id).event.status for event_id in ids} == {Status.PROCESSED}
    assert calls == list(ids)
    assert {len(shop.event(event_id).attempts) for event_id in ids} == {1}


def test_a_slow_batch_gives_the_rest_back(shop: Shop) -> None:
    """What a slow worker has not come to is there for others at once."""
    taken: list[Sequence[object]] = []

    def dawdle(_: Report, __: WorkingSet, ___: Cause) -> None:
        shop.clock.advance(seconds=11)

    equip(shop, dawdle)
    shop.receive(*(events.message_received(text) for text in "abc"))
    shop.processing.work_batches(Priority.CRITICAL, worker="slow")
    taken.append(
        shop.crm.inbox.claim(
            Priority.CRITICAL,
            worker="other",
            now=shop.clock.now(),
            lease=shop.processing.time_limits.lease,
            limit=9,
        )
    )

    assert [len(claims) for claims in taken] == [2]


def test_an_event_by_itself_is_tried_once(shop: Shop) -> None:
    """An event that is alone in its batch and fails is not tried a second time in the same attempt."""
    calls: list[str] = []

    def refuse(_: Report, __: WorkingSet, cause: Cause) -> None:
        calls.append(cause.event_id)
        raise RuntimeError

    equip(shop, refuse)
    (event_id,) = shop.receive(events.message_received("a"))
    shop.work()

    assert calls == [event_id]


def test_what_fails_late_is_cut_too(shop: Shop) -> None:
    """A batch that fails at the end of its time is gone through one by one within the lease."""
    started = shop.clock.now()
    ends: list[float] = []

    def dawdle(report: Report, _: WorkingSet, __: Cause) -> None:
        shop.clock.advance(seconds=3)
        ends.append((shop.clock.now() - started).total_seconds())
        if getattr(report, "text", None) == "c":
            raise RuntimeError

    equip(shop, dawdle)
    shop.receive(*(events.message_received(text) for text in "abcdefgh"))
    shop.processing.work_batches(Priority.CRITICAL, worker="w1")

    assert max(ends) < shop.processing.time_limits.lease.total_seconds()


def test_each_event_is_watched_by_itself(shop: Shop) -> None:
    """Whoever watches hears of each event before it is read and decided on, and when a batch is done."""
    heard: list[str] = []

    @contextmanager
    def watch() -> Iterator[Callable[[], None]]:
        yield lambda: heard.append("event")
        heard.append("end")

    shop.processing = attrs.evolve(shop.processing, watch=watch)
    shop.receive(*(events.message_received(text) for text in "abc"))
    shop.work()

    assert heard == 2 * ["event", "event", "event", "end"]
