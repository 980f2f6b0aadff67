"""The ledger of what reading cost, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from openphone_crm.extraction.costs import MonthOfCalls

_NUMBERS = ("calls", "unknown", "tokens in", "tokens out", "USD")


def show_costs(months: Sequence[MonthOfCalls], console: Console, *, budget_usd: float | None) -> None:
    """Print what each month came to by model, the newest first, and the budget of a month."""
    table = Table("month (UTC)", "model", title="What reading cost")
    for name in _NUMBERS:
        table.add_column(name, justify="right")
    for month in months:
        table.add_row(f"{month.month:%Y-%m}", month.model, *_figures(month))
    console.print(table)
    budget = "none: GEMINI_MONTHLY_BUDGET_USD is not set" if budget_usd is None else f"${budget_usd:.2f}"
    console.print(f"Budget of a month: {budget}", highlight=False)


def _figures(month: MonthOfCalls) -> list[str]:
    counts = (month.calls, month.unknown, month.input_tokens, month.output_tokens)
    return [*(f"{count:,}" for count in counts), f"{month.usd:.4f}"]
