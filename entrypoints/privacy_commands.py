"""The commands that let go: of what is old, and of a person."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from entrypoints.bootstrap import Application
from entrypoints.command_line import example, migrated_application, name_of_user
from entrypoints.stopping import Stopping
from openphone_crm.crm import Contact
from openphone_crm.erasure import Extent
from openphone_crm.errors import InvalidInputError, NotFoundError
from openphone_crm.ids import ContactId
from openphone_crm.paging import PageRequest
from openphone_crm.phones import is_phone_number, normalised
from openphone_crm.ports.archive import Kept
from openphone_crm.texts import masked
from openphone_crm.views import ContactFilter

INTERRUPTED = 130


@click.command(epilog=example("python -m entrypoints prune"))
@click.pass_context
def prune(context: click.Context) -> None:
    """
    Let go of what is older than CRM_KEEP_PAYLOADS_DAYS, CRM_KEEP_EVENTS_DAYS and CRM_KEEP_REPORTS_DAYS say.

    The scheduler does it once an hour. Nothing that waits, is being worked on or has failed goes. Ctrl-C
    ends it after the present batch.
    """
    stopping = Stopping()
    stopping.listen_to_signals()
    with migrated_application() as application, _progress("pruned") as progress:
        task = progress.add_task("Letting go", total=None, count=0)

        def show(kind: Kept, count: int) -> None:
            progress.update(task, description=f"Letting go of {kind.value}")
            progress.update(task, count=progress.tasks[task].fields["count"] + count)

        counts = application.retention.prune(stopping.is_requested, on_batch=show)
    table = Table("what", "let go of")
    for kind, count in counts.items():
        table.add_row(kind.value, f"{count}")
    Console().print(table)
    if stopping.is_requested():
        click.echo("Interrupted: the rest goes the next time.", err=True)
        context.exit(INTERRUPTED)


@click.command(epilog=example("python -m entrypoints erase +12065550123"))
@click.argument("contact", metavar="CONTACT_ID|+NUMBER")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(contact: str, *, yes: bool) -> None:
    """
    Erase a person: the contact, its conversations, and all that was received about it.

    What others wrote in groups stays. What was before does not come back; who writes again is a stranger.
    """
    with migrated_application() as application:
        found = _contact(application, contact)
        Console(stderr=True).print(_table(found, application.erasing.extent(found.id)))
        if not yes:
            click.confirm("Erase all of it for good?", abort=True, err=True)
        with _progress("events looked through") as progress:
            task = progress.add_task("Erasing", total=None, count=0)

            def show(count: int) -> None:
                progress.update(task, count=progress.tasks[task].fields["count"] + count)

            extent = application.erasing.erase(found.id, by=name_of_user(), on_progress=show)
    click.echo(f"Erased contact {found.id}; {extent.events} received events say nothing any more.")


def _contact(application: Application, wanted: str) -> Contact:
    """Find a contact by its id, or by its number."""
    contacts = application.database.contacts
    number = normalised(wanted, application.settings.default_region)
    if number is None or not is_phone_number(number):
        contact = contacts.get(ContactId(wanted))
        if contact is None:
            raise NotFoundError("contact", wanted)
        return contact
    owners = contacts.find(ContactFilter(phone_number=number), PageRequest(1)).items
    if not owners:
        raise InvalidInputError("number", f"no contact has {masked(number)}")
    return owners[0]


def _table(contact: Contact, extent: Extent) -> Table:
    table = Table("what will go", "", title=f"Contact {contact.id}", show_header=True)
    rows = {
        "numbers": len(contact.phone_numbers),
        "conversations": extent.conversations,
        "messages in them": extent.messages,
        "calls in them, with voicemails, recordings, transcripts and summaries": extent.calls,
        "groups in which only the words of others stay": extent.groups,
        "received events about it, of whatever number": "all",
    }
    for name, count in rows.items():
        table.add_row(name, f"{count}")
    return table


def _progress(counted: str) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]} " + counted),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
