"""The table at the end of a run, and the document that keeps the last run of each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from tests.chaos.figures import Figures, waits_in_words
from tests.chaos.machine import CHECKOUT, commit_in_words, machine_in_words

DOCUMENT = CHECKOUT / "docs" / "reliability.md"

_PROMISES = Path(__file__).with_name("promises.md")
_COUNTS = ("sent", "acked", "again", "lost", "doubled", "late")
_WAITS = "slowest, s"
_CAPTION = "slowest: the longest wait of a critical / standard / low event"
_MACHINE = "Machine: "


def table_of(found: Sequence[Figures]) -> Table:
    """Show the figures in a terminal."""
    table = Table("scenario", title="What came of the accidents", caption=_CAPTION)
    for heading in (*_COUNTS, _WAITS):
        table.add_column(heading, justify="right")
    table.add_column("passed")
    for figures in found:
        cells = [*_counts(figures), waits_in_words(figures.verdict), "yes" if figures.is_passed else "NO"]
        table.add_row(figures.scenario, *cells, style=None if figures.is_passed else "red")
    return table


def write(found: Sequence[Figures], order: Sequence[str], document: Path = DOCUMENT) -> None:
    """
    Write the document, scenarios in that order; the rows of those that were not run stay as they are.

    Those that another machine made go: one table has one machine.
    """
    machine = f"{_MACHINE}{machine_in_words()}."
    rows = _rows_of(document, machine)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {commit_in_words()}"
    rows |= {figures.scenario: _row_of(figures, when) for figures in found}
    table = [*_head(), *(rows[scenario] for scenario in order if scenario in rows)]
    document.write_text("\n".join([_PROMISES.read_text(), machine, "", *table, ""]))


def _counts(figures: Figures) -> list[str]:
    sent = (figures.sent, figures.acknowledged, figures.repeats)
    verdict = figures.verdict
    found = (verdict.lost, verdict.doubled, verdict.late)
    return [f"{count:,}" for count in (*sent, *map(len, found))]


def _head() -> list[str]:
    headings = ["scenario", *_COUNTS, _WAITS, "what was done and seen", "passed", "when"]
    rulers = ["---:" if heading in _COUNTS else "---" for heading in headings]
    return [_row(headings), f"|{'|'.join(rulers)}|"]


def _row_of(figures: Figures, when: str) -> str:
    story = "; ".join([figures.done, *figures.seen])
    passed = "yes" if figures.is_passed else f"NO: {'; '.join(figures.faults)}"
    moment = f"{when}, {figures.seconds / 60:.1f} min"
    return _row([figures.scenario, *_counts(figures), waits_in_words(figures.verdict), story, passed, moment])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _rows_of(document: Path, machine: str) -> dict[str, str]:
    """Read the rows of an earlier run on this machine, by scenario."""
    if not document.exists() or machine not in (text := document.read_text()):
        return {}
    _, _, table = text.partition(machine)
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    return {row.split("|")[1].strip(): row for row in rows[1:]}
