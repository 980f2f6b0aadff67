"""Showing how far a run is, while it runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

TOLD_EVERY_S = 60.0


class Board:
    """One line that changes: the scenario, what is done to it just now, and what came of the deliveries."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._line = progress.add_task("", total=None, doing="", counts="")
        self._told = 0.0

    def begin(self, scenario: str) -> None:
        """Name the scenario that starts."""
        self._progress.reset(self._line, description=scenario, doing="starting", counts="")
        self._told = time.monotonic()

    def say(self, doing: str) -> None:
        """Say what is done just now."""
        self._progress.update(self._line, doing=doing)

    def count(self, *, sent: int, acknowledged: int, processed: int | None) -> None:
        """Show the counts; `processed` is None while nobody can tell."""
        known = "?" if processed is None else processed
        counts = f"sent {sent}, acknowledged {acknowledged}, processed {known}"
        self._progress.update(self._line, counts=counts)
        self._tell_a_file()

    def _tell_a_file(self) -> None:
        """Print the line now and then where nothing can change: in a file, or in a log of somebody else's."""
        console, now = self._progress.console, time.monotonic()
        if not console.is_terminal and now - self._told > TOLD_EVERY_S:
            self._told = now
            fields = self._progress.tasks[0].fields
            console.print(f"  {fields['doing']}; {fields['counts']}", highlight=False)


@contextmanager
def showing(console: Console) -> Iterator[Board]:
    """Show a board while the block lasts."""
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]{task.description}"),
        TextColumn("{task.fields[doing]}"),
        TextColumn("[dim]{task.fields[counts]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Board(progress)
