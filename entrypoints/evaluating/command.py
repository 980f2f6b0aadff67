"""The command itself: its options, its progress bar, and who is told what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from entrypoints.command_line import example, load_settings
from entrypoints.extractors import EXTRACTORS
from openphone_crm.extraction.evaluation import Evaluation, Judgement
from openphone_crm.extraction.labelled import LabelledText
from openphone_crm.ports.extractor import Extractor

from .files import Page, read_labelled, write
from .paying import measured_extractor
from .plot import plot
from .reading import PatientReader
from .report import Report
from .tables import markdown, show

_FILE = click.Path(path_type=Path)


@click.command(epilog=example("python -m entrypoints evaluate evaluation/labelled.jsonl --show-misses"))
@click.argument("file", type=_FILE)
@click.option("--extractor", "choice", type=click.Choice(EXTRACTORS), help="[default: as the settings say]")
@click.option("--show-misses", is_flag=True, help="Name what was missed, and what was found and is not so.")
@click.option("--plot", "plot_path", type=_FILE, metavar="FILE.svg", help="Draw the figures.")
@click.option(
    "--markdown", "page_path", type=_FILE, metavar="FILE.md", help="Put the figures between its markers."
)
def evaluate(
    *, file: Path, choice: str | None, show_misses: bool, plot_path: Path | None, page_path: Path | None
) -> None:
    """
    Measure how often an extractor is right.

    FILE holds one text a line, as JSON, with what should be found in it. Gemini is asked once for each
    text, and paid for it: within the budget, and in the ledger of the database.
    """
    settings = load_settings()
    texts = read_labelled(file)
    page = Page.open(page_path, name=file.name) if page_path else None
    with measured_extractor(settings, choice) as extractor:
        report = _measure(extractor, texts, file)
    show(report, Console(), with_differences=show_misses)
    if plot_path:
        write(plot_path, plot(report))
    if page:
        page.fill(markdown(report))


def _measure(extractor: Extractor, texts: Sequence[LabelledText], file: Path) -> Report:
    return Report(
        extractor=extractor.name,
        model=extractor.model,
        file=file.name,
        evaluation=Evaluation(tuple(_watched(PatientReader(extractor).judgements(texts), len(texts)))),
    )


def _watched(judgements: Iterable[Judgement], count: int) -> Iterable[Judgement]:
    """Show a progress bar to whoever watches, and nothing in a log: there it would leave an empty line."""
    console = Console(stderr=True)
    return track(
        judgements, "Reading", count, console=console, transient=True, disable=not console.is_terminal
    )
