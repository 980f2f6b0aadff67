"""Having the words of the history read: how many texts that is and what it costs, and only after asking."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from entrypoints.bootstrap import Application
from entrypoints.extractors import PATTERN, chosen_extractor, extractor_for
from entrypoints.reading import prices_of
from openphone_crm.reconciling.history import UnreadHistory, UnreadText, cost_of


def read_history(application: Application, *, is_agreed: bool) -> None:
    """
    Say what is unread, ask, and hand it to the workers, to be read when nothing else is to be done.

    Raises:
        UnavailableError: When the store is away.
    """
    history = _history(application)
    texts = _found(history)
    if not texts:
        click.echo("Of the history nothing is unread.")
        return
    click.echo(_estimate(application, texts))
    if not is_agreed:
        click.confirm("Have them read?", abort=True, err=True)
    history.have_read(texts)
    click.echo(f"{len(texts)} texts will be read by the workers, after all that is more urgent.")


def _history(application: Application) -> UnreadHistory:
    database = application.database
    return UnreadHistory(
        receipts=database.receipts,
        matter=database.reading_matter,
        readings=database.readings,
        follow_ups=database.follow_ups,
        clock=application.clock,
        model=extractor_for(application.settings).model,
    )


def _found(history: UnreadHistory) -> list[UnreadText]:
    columns = (SpinnerColumn(), TextColumn("{task.fields[count]} events of the history looked at"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, count=0)

        def show(count: int) -> None:
            progress.update(task, count=progress.tasks[task].fields["count"] + count)

        return history.find(show)


def _estimate(application: Application, texts: list[UnreadText]) -> str:
    settings = application.settings
    name = chosen_extractor(settings)
    if name == PATTERN:
        return f"{len(texts)} texts are unread. Patterns read them, at no cost."
    cost = f"Reading them by {settings.gemini_model} costs about ${cost_of(texts, prices_of(settings)):.2f}"
    return f"{len(texts)} texts are unread. {cost} at most."
