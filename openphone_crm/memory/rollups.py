"""The figures of every minute, hour and day, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from openphone_crm.memory.counting import add_to_total
from openphone_crm.memory.store import FigureKey, State, Store
from openphone_crm.rollups import BEGINNING, Figure, Measure, Span, by_label


class MemoryRollups:
    """Keeps figures as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, figures: Iterable[Figure]) -> None:
        """Say how much it was in a minute."""
        with self._store.writing() as state:
            for figure in figures:
                _put(figure, state)

    def roll(self, *, now: datetime) -> None:
        """Add minutes up to hours, and hours to days; let go of what is old."""
        with self._store.writing() as state:
            _add_up(Span.MINUTE, Span.HOUR, state)
            _add_up(Span.HOUR, Span.DAY, state)
            for span, whole in ((Span.MINUTE, Span.HOUR), (Span.HOUR, Span.DAY), (Span.DAY, Span.DAY)):
                _forget(span, whole.begin(now - span.kept), state)

    def find(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> Sequence[Figure]:
        """The figures of these spans, oldest first."""
        with self._store.reading() as state:
            found = [
                Figure(*key[1:], amount) for key, amount in sorted(state.figures.items()) if key[0] is span
            ]
        return [
            figure
            for figure in found
            if figure.measure in measures and _is_between(figure.begins_at, since, until)
        ]

    def sums(
        self, measures: Collection[Measure], span: Span, *, since: datetime, until: datetime | None = None
    ) -> Sequence[Figure]:
        """The figures of these spans, put together over time."""
        found = self.find(measures, span, since=since, until=until)
        return [
            Figure(since, measure, label, amount)
            for measure in sorted(measures)
            for label, amount in sorted(by_label(one for one in found if one.measure is measure).items())
        ]

    def latest(self, measure: Measure, span: Span) -> datetime | None:
        """When the last span began that has a figure of this measure."""
        with self._store.reading() as state:
            return max((key[1] for key in state.figures if (key[0], key[2]) == (span, measure)), default=None)

    def totals(self, measures: Collection[Measure]) -> Sequence[Figure]:
        """What was ever counted."""
        with self._store.reading() as state:
            found = sorted(state.totals.items())
        return [
            Figure(BEGINNING, measure, label, amount)
            for (measure, label), amount in found
            if measure in measures
        ]


def _is_between(moment: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= moment and (until is None or moment < until)


def _put(figure: Figure, state: State) -> None:
    key = (Span.MINUTE, figure.begins_at, figure.measure, figure.label)
    known = state.figures.get(key)
    state.figures[key] = figure.amount if known is None else max(known, figure.amount)
    if not figure.measure.is_gauge and (more := figure.amount - (known or 0)) > 0:
        add_to_total(figure, more, state)


def _add_up(parts: Span, whole: Span, state: State) -> None:
    """Add the parts up; a whole none of whose parts are kept any more stays as it is."""
    wholes: dict[FigureKey, list[Figure]] = {}
    for (span, begins_at, measure, label), amount in state.figures.items():
        if span is parts:
            key = (whole, whole.begin(begins_at), measure, label)
            wholes.setdefault(key, []).append(Figure(begins_at, measure, label, amount))
    state.figures.update({key: by_label(found)[key[3]] for key, found in wholes.items()})


def _forget(span: Span, before: datetime, state: State) -> None:
    for key in [key for key in state.figures if key[0] is span and key[1] < before]:
        del state.figures[key]
