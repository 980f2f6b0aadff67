"""Tables as a terminal shows them, and as plain columns where something else reads."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table


def table_for(console: Console, *columns: str, title: str | None = None) -> Table:
    """Make a table with lines for a terminal, and without for a file or a pipe; nothing is cut short."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SQUARE if console.is_terminal else None,
        pad_edge=console.is_terminal,
    )
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
