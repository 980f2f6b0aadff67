"""An evaluation as tables, for a terminal and for a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table

from .report import HEAD, Report

MATRIX_TITLE = "By topic and source kind: precision, and below it recall"


def show(report: Report, console: Console, *, with_differences: bool) -> None:
    """Print the figures, and where the extractor was wrong if that is asked for."""
    if with_differences:
        for difference in report.differences:
            console.print(difference, markup=False, highlight=False, soft_wrap=True)
    console.print(_figures(report))
    console.print(_matrix(report))
    for sentence in report.sentences:
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def markdown(report: Report) -> str:
    """Write the figures in Markdown; the same evaluation gives the same text, whenever it is made."""
    rows = [row.cells for section in report.sections for row in section]
    matrix = [["<br>".join(cell) for cell in row] for row in report.matrix]
    head = f"`{report.extractor}` (`{report.model}`) on `{report.file}`: {' '.join(report.sentences)}"
    figures, by_kind = _markdown_table(HEAD, rows), _markdown_table(report.matrix_head, matrix)
    return "\n".join([head, figures, f"{MATRIX_TITLE}:", by_kind])


def _figures(report: Report) -> Table:
    table = Table(title=report.title)
    for place, name in enumerate(HEAD):
        table.add_column(name, justify="right" if place else "left", no_wrap=True)
    for section in report.sections:
        for row in section:
            table.add_row(*row.cells, end_section=row is section[-1])
    return table


def _matrix(report: Report) -> Table:
    table = Table(*report.matrix_head, title=MATRIX_TITLE, show_lines=True)
    for row in report.matrix:
        table.add_row(*("\n".join(cell) for cell in row))
    return table


def _markdown_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(["", *_markdown_lines(list(head), rows), ""])


def _markdown_lines(head: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _markdown_line(head)
    yield _markdown_line(["---", *("---:" for _ in head[1:])])
    yield from map(_markdown_line, rows)


def _markdown_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
