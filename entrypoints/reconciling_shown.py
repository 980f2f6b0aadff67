"""How a run through OpenPhone's history is shown: a bar while it lasts, and a table at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import attrs
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from openphone_crm.reconciliation.runs import Reconciliation, Stage, Tally
from openphone_crm.remote import Surface

_ORDERED: Final = ("message", "call", "recordings", "voicemail", "transcript", "summary", "delivery")
_NAMES: Final = {
    "message": "messages",
    "call": "calls",
    "recordings": "recordings, by call",
    "voicemail": "voicemails",
    "transcript": "transcripts",
    "summary": "summaries",
    "delivery": "deliveries of other kinds",
}
_STAGES: Final = (Stage.MESSAGES, Stage.CALLS)


@attrs.define
class Shown:
    """A progress bar: how much of the time was gone through, and what was found."""

    progress: Progress
    _bar: TaskID

    def update(self, run: Reconciliation) -> None:
        """Show how far a run is; the older API is gone through by conversations, not by time."""
        total = run.total
        told = f"{total.checked} checked, {total.missing} missing, {total.healed} healed"
        # Without a list of all, nobody knows how much is left.
        length = None if run.surface is Surface.V1 else len(_STAGES) * _length(run)
        self.progress.update(
            self._bar, description=_where(run), total=length, completed=_gone_through(run), told=told
        )

    def say(self, line: str) -> None:
        """Say something above the bar."""
        self.progress.console.print(line, highlight=False)


@contextmanager
def showing(run: Reconciliation) -> Iterator[Shown]:
    """Show a bar for a run while the block lasts."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = Shown(progress, progress.add_task("", total=None, told=""))
        shown.update(run)
        yield shown


def table_of(run: Reconciliation, *, is_dry: bool) -> Table:
    """Show what was found, of each kind."""
    healed = "to be healed" if is_dry else "healed"
    table = Table("what", *(("checked", "missing") if is_dry else ("checked", "missing", healed)))
    for kind in sorted(run.tallies, key=_ORDERED.index):
        table.add_row(_NAMES[kind], *_cells(run.tallies[kind], is_dry=is_dry))
    table.add_section()
    table.add_row("all", *_cells(run.total, is_dry=is_dry))
    return table


def _cells(tally: Tally, *, is_dry: bool) -> tuple[str, ...]:
    cells = (f"{tally.checked}", f"{tally.missing}", f"{tally.healed}")
    return cells[:2] if is_dry else cells


def _where(run: Reconciliation) -> str:
    place = run.whereabouts
    if place.to_ask:
        return f"parts of {len(place.to_ask)} calls"
    return f"{place.stage} of {place.at:%Y-%m-%d}" if place.at else f"{place.stage}"


def _gone_through(run: Reconciliation) -> float:
    """Seconds of the window, for messages and calls; each list has the newest first."""
    place = run.whereabouts
    if place.stage not in _STAGES:
        return len(_STAGES) * _length(run)
    within = (run.until - place.at).total_seconds() if place.at else 0.0
    return _STAGES.index(place.stage) * _length(run) + within


def _length(run: Reconciliation) -> float:
    return (run.until - run.since).total_seconds()
