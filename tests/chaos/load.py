"""A steady load, a burst, and a backlog: every acknowledged event is there afterwards (R3)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from urllib.parse import urlsplit

import attrs

from benchmarks.line import request_of
from benchmarks.load import Answers, Load, put
from tests.chaos.board import Board
from tests.chaos.checker import Sent, check
from tests.chaos.figures import Figures, faults_of
from tests.chaos.installation import Installation, Servers, installed
from tests.chaos.plan import Plan
from tests.chaos.traffic import Parcel, everyday, plain

LINES = 16
LONGEST_STRETCH_S = 120
BACKLOG = "backlog"
DRAIN_LIMIT_S = 300.0
LOOK_S = 0.2


def load(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Put the loads on the product as it is shipped, workers at work, and count what is there afterwards."""
    with installed(servers, plan) as installation:
        sender = Loads(installation)
        board.say(f"{plan.load_rate} a second for {plan.load_s} s")
        for seconds in _stretches(plan.load_s):
            sender.measure(f"{plan.load_rate}/s", plan.load_rate * seconds, rate=plan.load_rate)
        board.say(f"a burst of {plan.burst}")
        sender.measure(f"{plan.burst} in 1 s", plan.burst, rate=plan.burst)
        board.say(f"a backlog of {plan.backlog}")
        drained_s = _drained(installation, partial(sender.measure, BACKLOG, plan.backlog))
        return _figures(sender, plan, drained_s)


@attrs.define
class Loads:
    """Puts loads on an installation, and keeps what was sent and answered, by the name of the load."""

    installation: Installation
    sent: list[Parcel] = attrs.field(factory=list)
    answers: dict[str, Answers] = attrs.field(factory=dict)
    _parcels: Iterator[Parcel] = attrs.field(factory=lambda: everyday(plain), init=False)

    def measure(self, name: str, count: int, *, rate: float | None = None) -> None:
        """Send so many deliveries, at a rate or as fast as they are answered."""
        address = urlsplit(self.installation.url)
        parcels = list(islice(self._parcels, count))
        requests = [request_of(parcel.delivery, address.netloc) for parcel in parcels]
        host, port = str(address.hostname), int(address.port or 0)
        answers = put(Load(host=host, port=port, requests=requests, rate=rate, lines=LINES))
        self.sent += parcels
        known = self.answers.setdefault(name, Answers())
        known.latencies += answers.latencies
        known.statuses += answers.statuses

    def in_words(self) -> list[str]:
        """Say how long the acknowledgements took, but for those of the backlog."""
        return [
            f"{name}: ack p50 {answers.quantile(0.5):.1f} ms, p99 {answers.quantile(0.99):.1f} ms"
            for name, answers in self.answers.items()
            if name != BACKLOG
        ]


def _stretches(seconds: int) -> Iterator[int]:
    """Cut a long time: everything is signed before it is sent, and a signature is good for five minutes."""
    while seconds > 0:
        yield min(seconds, LONGEST_STRETCH_S)
        seconds -= LONGEST_STRETCH_S


def _drained(installation: Installation, gather: Callable[[], None]) -> float | None:
    """Let a backlog gather while nobody works, and have it worked off; the seconds, None without an end."""
    installation.workers.stop()
    gather()
    began = time.monotonic()
    installation.workers.start()
    while installation.evidence.left() != 0:
        if time.monotonic() - began > DRAIN_LIMIT_S:
            return None
        time.sleep(LOOK_S)
    return time.monotonic() - began


def _figures(loads: Loads, plan: Plan, drained_s: float | None) -> Figures:
    sent = Sent(parcels=loads.sent, acknowledged={one.id for one in loads.sent})
    verdict = check(sent, loads.installation.evidence.found())
    drained = "never" if drained_s is None else f"in {drained_s:.1f} s, from the start of the workers"
    return Figures(
        scenario="load",
        done=f"{plan.load_rate}/s for {plan.load_s} s, {plan.burst} in 1 s, a backlog of {plan.backlog}",
        sent=len(loads.sent),
        acknowledged=sum(answers.statuses["200"] for answers in loads.answers.values()),
        repeats=0,
        verdict=verdict,
        seen=[*loads.in_words(), f"backlog worked off {drained}"],
        faults=[*_faults_in(loads, plan, drained_s), *faults_of(verdict)],
    )


def _faults_in(loads: Loads, plan: Plan, drained_s: float | None) -> Iterator[str]:
    for name, answers in loads.answers.items():
        if set(answers.statuses) != {"200"}:
            yield f"{name}: answers {dict(answers.statuses)}"
    if drained_s is None:
        yield f"the backlog was not worked off within {DRAIN_LIMIT_S:.0f} s"
    slowest = loads.answers[f"{plan.load_rate}/s"].quantile(0.99)
    if plan.longest_ack_ms is not None and slowest > plan.longest_ack_ms:
        yield f"p99 of the steady load {slowest:.0f} ms, more than {plan.longest_ack_ms:.0f} ms"
