"""Adding to the figures, in memory."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_crm.memory.store import State
from openphone_crm.rollups import Figure, Span


def count(figures: Iterable[Figure], state: State) -> None:
    """Add to the figures of minutes, and to what was ever counted."""
    for figure in figures:
        key = (Span.MINUTE, figure.begins_at, figure.measure, figure.label)
        state.figures[key] = state.figures.get(key, 0) + figure.amount
        add_to_total(figure, figure.amount, state)


def add_to_total(figure: Figure, amount: float, state: State) -> None:
    """Let a total grow."""
    kind = (figure.measure, figure.label)
    state.totals[kind] = state.totals.get(kind, 0) + amount
