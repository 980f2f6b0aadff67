"""Searching for gaps: a step is one page of OpenPhone's history, or the parts of a few calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final, Protocol

import attrs

from openphone_crm.codec import decode_fetched
from openphone_crm.erasure import Erasures, ids_in
from openphone_crm.errors import GroupCallError, NotFoundError, PayloadError, RefusedError, TransientError
from openphone_crm.events import Report
from openphone_crm.ids import EventId
from openphone_crm.late_reports import is_from_before, names_of
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import HistoryApi, ResourceApi
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.reconciliation.comparison import Shown, gaps_in, parts_of
from openphone_crm.reconciliation.healing import Gap, arrival_of
from openphone_crm.reconciliation.runs import (
    PartsToAsk,
    Reconciliation,
    Stage,
    Tallies,
    Tally,
    Whereabouts,
)
from openphone_crm.reconciling.bringing import Bring
from openphone_crm.remote import Fetched, FetchedKind
from openphone_crm.routing import wanted_by
from openphone_crm.working_set import WorkingSet

CALLS_AT_ONCE: Final = 10
"""The parts of so many calls are asked for in one step."""

_KINDS: Final = {Stage.MESSAGES: FetchedKind.MESSAGE, Stage.CALLS: FetchedKind.CALL}
_NOT_IN_EVERY_PLAN: Final = frozenset((FetchedKind.TRANSCRIPT, FetchedKind.SUMMARY))


class SearchedApi(HistoryApi, ResourceApi, Protocol):
    """Shows the history, and what does not come along with it."""


Step = Callable[[Reconciliation], Reconciliation]
"""Takes a run one step further."""


@attrs.frozen(kw_only=True)
class GapSearch:
    """
    Compares what OpenPhone shows with what is here, and has brought in what is missing.

    `missed_deliveries` is the last stage, which looks into OpenPhone's log. What `leaves_out` says of a
    report that it is no business of the CRM is not missed. `on_notice` is told what a process log should
    hold.
    """

    api: SearchedApi
    unit_of_work: UnitOfWork
    bring: Bring
    clock: Clock
    missed_deliveries: Step
    low_batch: timedelta = timedelta(seconds=60)
    region: str = "US"
    leaves_out: Callable[[Report], bool] = lambda _: False
    on_notice: Callable[[str], None] = lambda _: None

    def step(self, run: Reconciliation) -> Reconciliation:
        """
        Take a run one step further; done twice it brings nothing twice.

        Raises:
            TransientError: When OpenPhone or the store cannot answer now; nothing of the step is lost.
            RefusedError: When OpenPhone does not like how it was asked.
        """
        if run.surface is None:
            run = attrs.evolve(run, surface=self.api.surface())
        if run.whereabouts.to_ask:
            return self._ask(run)
        if run.whereabouts.stage is Stage.DELIVERIES:
            return self.missed_deliveries(run)
        return self._go_through_page(run)

    def _go_through_page(self, run: Reconciliation) -> Reconciliation:
        place = run.whereabouts
        page = self.api.page(_KINDS[place.stage], run.window, place.cursor)
        shown = list(self._read(page.items))
        desk, kept = self._laid_beside(shown)
        found = self._bring(shown, list(gaps_in(kept, desk)))
        onward = place.onward(page.next_cursor)
        if onward.stage is place.stage:
            onward = attrs.evolve(onward, at=min((each.at for each in shown), default=place.at))
        onward = attrs.evolve(onward, to_ask=tuple(parts_of(kept, desk, run)))
        return run.stepped(onward, found, self.clock.now())

    def _ask(self, run: Reconciliation) -> Reconciliation:
        """Ask for the parts of a few calls; what puts one off puts off all that come after it."""
        place, asked = run.whereabouts, _Asked()
        for number, parts in enumerate(place.to_ask[:CALLS_AT_ONCE]):
            try:
                asked = self._with_parts(parts, asked, refused=place.refused)
            except TransientError:
                if not number:
                    raise
                return self._asked(run, asked, calls=number)
        return self._asked(run, asked, calls=CALLS_AT_ONCE)

    def _asked(self, run: Reconciliation, asked: _Asked, *, calls: int) -> Reconciliation:
        desk, kept = self._laid_beside(asked.shown)
        found = self._bring(asked.shown, list(gaps_in(kept, desk)))
        place = run.whereabouts
        refused = tuple(sorted({*place.refused, *asked.refused}))
        onward: Whereabouts = attrs.evolve(place, to_ask=place.to_ask[calls:], refused=refused)
        return run.stepped(onward, found, self.clock.now())

    def _with_parts(self, parts: PartsToAsk, asked: _Asked, *, refused: Sequence[FetchedKind]) -> _Asked:
        found: list[Shown] = []
        newly_refused: set[FetchedKind] = set()
        for kind in parts.kinds:
            if kind in (*refused, *asked.refused):
                continue
            try:
                fetched = self.api.fetch(kind, parts.call_id)
            except (NotFoundError, GroupCallError):
                continue
            except RefusedError:
                if kind not in _NOT_IN_EVERY_PLAN:
                    raise
                newly_refused.add(kind)
                continue
            found += [attrs.evolve(each, at=parts.began_at) for each in self._read([fetched])]
        return _Asked((*asked.shown, *found), asked.refused | newly_refused)

    def _read(self, items: Iterable[Fetched]) -> Iterator[Shown]:
        now = self.clock.now()
        for item in items:
            try:
                reports = decode_fetched(item, at=now, region=self.region)
            except PayloadError as error:
                self.on_notice(f"a {item.kind} in OpenPhone's history cannot be read: {error}")
                continue
            if reports and all(map(self.leaves_out, reports)):
                continue
            shown = Shown(fetched=item, reports=reports, at=now)
            yield attrs.evolve(shown, at=shown.made_at or now)

    def _laid_beside(self, shown: Sequence[Shown]) -> tuple[WorkingSet, Sequence[Shown]]:
        """What is known of these, and those of them that are not about somebody who was erased."""
        desk = WorkingSet()
        with self.unit_of_work.begin() as transaction:
            kept = _without_erased(shown, transaction)
            reports = [report for each in kept for report in each.reports]
            desk.load_resources(transaction.load_resources(wanted_by(reports)))
        return desk, kept

    def _bring(self, shown: Sequence[Shown], gaps: Sequence[Gap]) -> Tallies:
        checked = Counter(each.fetched.kind for each in shown)
        missing = Counter(gap.fetched.kind for gap in gaps)
        healed = {kind: self._bring_in(gap for gap in gaps if gap.fetched.kind is kind) for kind in missing}
        return {kind.value: Tally(checked[kind], missing[kind], healed.get(kind, 0)) for kind in checked}

    def _bring_in(self, gaps: Iterable[Gap]) -> int:
        now = self.clock.now()
        return self.bring(
            [
                arrival_of(gap, event_id=EventId(self.clock.new_id()), now=now, low_batch=self.low_batch)
                for gap in gaps
            ]
        )


@attrs.frozen
class _Asked:
    """The parts that were shown, and the kinds that the plan of the workspace does not have."""

    shown: tuple[Shown, ...] = ()
    refused: frozenset[FetchedKind] = frozenset()


def _without_erased(shown: Sequence[Shown], transaction: Transaction) -> Sequence[Shown]:
    """Those that nobody was erased with; what is known only by its id goes with its message or call."""
    if not transaction.has_erasures():
        return shown
    names = frozenset[str]().union(*(names_of(report) for each in shown for report in each.reports))
    erasures = transaction.when_erased(names)
    gone = {each.fetched.openphone_id for each in shown if _is_erased(each, erasures)}
    return [each for each in shown if each.fetched.openphone_id not in gone]


def _is_erased(shown: Shown, erasures: Erasures) -> bool:
    return any(
        not ids_in(wanted_by([report])).isdisjoint(erasures) or is_from_before(report, erasures)
        for report in shown.reports
    )
