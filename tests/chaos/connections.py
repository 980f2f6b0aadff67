"""Connections that are slow, silent, refused, cut and reset: nobody is stuck, all recovers by itself (R7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

import attrs

from openphone_crm.priority import Priority
from tests.chaos.board import Board
from tests.chaos.figures import Figures
from tests.chaos.installation import Place, Servers, installed
from tests.chaos.plan import Plan
from tests.chaos.stage import Stage, staged
from tests.chaos.traffic import everyday, plain
from tests.integration.proxy import TcpProxy

AROUND_S = 1.0
LATENCY_S = 0.05
ANSWER_LIMIT_S = 15.0
"""The committer gives up after 10 s; the rest is for a machine that is busy."""
RECOVERY_LIMIT_S = 60.0


@attrs.frozen
class Fault:
    """Something that befalls the connections to a server; one that is lasting has to be ended."""

    begin: Callable[[TcpProxy], None]
    is_lasting: bool = False


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "slow": Fault(lambda proxy: proxy.slow(LATENCY_S), is_lasting=True),
        "cut": Fault(TcpProxy.cut),
        "reset": Fault(TcpProxy.reset),
        "silent": Fault(TcpProxy.stall, is_lasting=True),
        "refused": Fault(TcpProxy.refuse, is_lasting=True),
        "lost": Fault(TcpProxy.lose),
    }
)


@attrs.frozen(kw_only=True)
class Recovery:
    """How long it took until deliveries were acknowledged and processed again after a fault."""

    fault: str
    seconds: float | None

    def __str__(self) -> str:
        """Say it."""
        return f"{self.fault} {'never' if self.seconds is None else f'{self.seconds:.1f} s'}"


def connections(servers: Servers, plan: Plan, board: Board) -> Figures:
    """Spoil the connections to PostgreSQL and to Redis in every way, one after the other."""
    straight = Place.fresh(servers)
    with (
        TcpProxy.before(straight.to_database) as database,
        TcpProxy.before(straight.to_redis) as bell,
        installed(servers, plan, _by_way_of(straight, database, bell)) as installation,
        staged(installation, board, everyday(plain), rate=plan.rate) as stage,
    ):
        stage.pause(AROUND_S)
        spoiled = [
            _spoil(stage, f"{server} {name}", proxy, FAULTS[name], seconds=plan.fault_s)
            for server, proxy in (("Redis", bell), ("PostgreSQL", database))
            for name in plan.faults
        ]
        faults = [f"no recovery from {one.fault}" for one in spoiled if one.seconds is None]
        faults += [*_too_slow(stage), *stage.settle()]
        done = f"connections {', '.join(plan.faults)}; each {plan.fault_s:.0f} s where it lasts"
        seen = [f"recovered after: {'; '.join(map(str, spoiled))}", _slowest_in_words(stage)]
        verdict = stage.verdict(dict.fromkeys(Priority, timedelta(seconds=plan.fault_s + RECOVERY_LIMIT_S)))
        return stage.figures("connections", done, verdict, seen=seen, faults=faults)


def _by_way_of(place: Place, database: TcpProxy, bell: TcpProxy) -> Place:
    return attrs.evolve(place, to_database=database.url, to_redis=bell.url)


def _spoil(stage: Stage, name: str, proxy: TcpProxy, fault: Fault, *, seconds: float) -> Recovery:
    stage.board.say(name)
    fault.begin(proxy)
    if fault.is_lasting:
        stage.pause(seconds)
    proxy.pass_on()
    began = time.monotonic()
    is_well = stage.wait_until(lambda: _is_processed_since(stage, began), limit_s=RECOVERY_LIMIT_S)
    return Recovery(fault=name, seconds=time.monotonic() - began if is_well else None)


def _is_processed_since(stage: Stage, began: float) -> bool:
    """Tell whether something that was first posted since then has been processed already."""
    fresh = {one.parcel.id for one in list(stage.sender.answers) if one.began > began and one.is_accepted}
    return bool(fresh) and stage.installation.evidence.has_processed(fresh)


def _too_slow(stage: Stage) -> Sequence[str]:
    slow = [one for one in list(stage.sender.answers) if one.ended - one.began > ANSWER_LIMIT_S]
    return [f"{len(slow)} posts waited more than {ANSWER_LIMIT_S:.0f} s"] if slow else []


def _slowest_in_words(stage: Stage) -> str:
    slowest = max((one.ended - one.began for one in list(stage.sender.answers)), default=0)
    return f"slowest answer {slowest:.1f} s"
