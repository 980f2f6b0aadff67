"""Counting what is settled, in the transaction that settles it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from openphone_crm.counting import figures_of
from openphone_crm.rollups import BEGINNING, Figure, Span
from openphone_crm.work_records import Settlement

from .bulk import Upsert
from .counters import slot
from .mapping import Row
from .tables import figures

EVER: Final = "ever"
"""What stands in the place of a span for what was ever counted."""

add_to = Upsert(figures, special={"amount": "figures.amount + excluded.amount"})


def count(connection: Connection, settlements: Iterable[Settlement]) -> None:
    """
    Add what these settlements count as; as late in the transaction as possible.

    Each process adds to rows of its own, so that two of them do not wait for each other's commit.
    """
    found = figures_of(settlements)
    here = slot()
    by_minute = [row_of_figure(figure, Span.MINUTE.value, here) for figure in found]
    add_to(connection, [*by_minute, *totals_of(found, here)])


def totals_of(found: Iterable[Figure], where: int) -> list[Row]:
    """What these figures add to what was ever counted."""
    amounts: dict[tuple[str, str], float] = {}
    for figure in found:
        kind = figure.measure.value, figure.label
        amounts[kind] = amounts.get(kind, 0) + figure.amount
    return [
        {
            "span": EVER,
            "measure": measure,
            "begins_at": BEGINNING,
            "label": label,
            "slot": where,
            "amount": amount,
        }
        for (measure, label), amount in amounts.items()
    ]


def row_of_figure(figure: Figure, span: str, where: int) -> Row:
    """The columns of a figure."""
    return {
        "span": span,
        "measure": figure.measure.value,
        "begins_at": figure.begins_at,
        "label": figure.label,
        "slot": where,
        "amount": figure.amount,
    }
