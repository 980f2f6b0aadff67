"""The commands for webhooks at OpenPhone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console

from adapters.openphone_rest import OpenPhoneRest
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.command_line import OneLineError, example, load_settings
from entrypoints.openphone import OPENPHONE_API_KEY
from entrypoints.proving import close_gap, prove
from entrypoints.stopping import Stopping
from entrypoints.webhook_address import webhook_address
from entrypoints.webhooks_shown import (
    advice_on,
    done_by,
    help_with,
    key_notice,
    missing_at,
    our_url,
    show_webhooks,
)
from openphone_crm.errors import CrmError
from openphone_crm.registering import Registering
from openphone_crm.registration.plan import Create, KeepKey, Plan, Rotate, planned
from openphone_crm.remote import Registration, Surface

_COMPLETE = "Nothing to do: {url} is told of everything, and its keys are held here."
_NOT_SAFE = "Warning: {url} is not https; whoever is on the way can read what is delivered."
_NOT_TESTED = "The older API has no test events: text one of your numbers, or run `health-check`."
_ROTATE = (
    "Nobody here holds the key of webhook {id}. It will get a new one, and whoever verifies with the old one "
    "(CRM_WEBHOOK_KEYS of this or another server) may refuse what is delivered. Go on?"
)


@click.group()
def webhooks() -> None:
    """Register webhooks at OpenPhone, and see which there are."""


@webhooks.command("list", epilog=example("python -m entrypoints webhooks list"))
def list_() -> None:
    """List the webhooks that were made by the API, and what is missing; those of the app it does not show."""
    with _asking() as (application, openphone):
        registering = _registering(application, openphone)
        present = registering.look()
        url = our_url(application.settings, present)
        show_webhooks(present, url, Console(), given=application.settings.signing_keys)
        for line in missing_at(url, present):
            click.echo(line)


@webhooks.command(epilog=example("python -m entrypoints webhooks sync --url https://crm.example.com"))
@click.option("--url", required=True, help="The server, or the full address of its webhook.")
@click.option("--yes", is_flag=True, help="Do not ask before a key is replaced.")
def sync(*, url: str, yes: bool) -> None:
    """
    Have OpenPhone tell a URL of everything; what is there already is left as it is.

    A new key is kept in the database, where running servers find it, and printed once on standard output.
    After a new webhook is made, what happened since the last delivery is brought in. Each time a test event
    is waited for. Ends with status 1 when that does not come through.
    """
    address = webhook_address(url)
    with _asking() as (application, openphone):
        if not address.startswith("https://"):
            click.echo(_NOT_SAFE.format(url=address), err=True)
        registering = _registering(application, openphone)
        plan = planned(registering.look(), url=address)
        for line in advice_on(plan):
            click.echo(line, err=True)
        if not plan.steps:
            click.echo(_COMPLETE.format(url=address), err=True)
            sys.exit(0 if _proved(registering, application, openphone, url=address) else 1)
        _see_that_it_is_agreed(plan, yes=yes)
        sys.exit(0 if _carried_out(plan, registering, application, openphone, url=address) else 1)


def _proved(
    registering: Registering, application: Application, openphone: OpenPhoneRest, *, url: str
) -> bool:
    """Prove once more that the webhook at this url works; the older API has nothing to prove it with."""
    present = registering.look().dated or ()
    return all(prove(application, openphone, one, Stopping()) for one in present if one.url == url)


def _carried_out(
    plan: Plan, registering: Registering, application: Application, openphone: OpenPhoneRest, *, url: str
) -> bool:
    """Take the steps, close the gap and prove that it works; whether all of that went well."""
    stopping = Stopping()
    stopping.listen_to_signals()
    since = application.database.traffic.latest()
    made = [_taken(registering, plan, number, url=url) for number in range(len(plan.steps))]
    is_whole = True
    if any(isinstance(step, Create) for step in plan.steps):
        is_whole = close_gap(application, openphone, since, stopping)
    if plan.surface is Surface.V1:
        click.echo(_NOT_TESTED, err=True)
        return is_whole
    tested = [each for each in made if each.surface is Surface.DATED][-1:]
    return all(prove(application, openphone, each, stopping) for each in tested) and is_whole


def _taken(registering: Registering, plan: Plan, number: int, *, url: str) -> Registration:
    step = plan.steps[number]
    registration = registering.take(step, url=url)
    click.echo(done_by(step, registration), err=True)
    if registration.key is not None and not isinstance(step, KeepKey):
        click.echo(key_notice(registration), err=True)
        click.echo(registration.key)
    return registration


def _see_that_it_is_agreed(plan: Plan, *, yes: bool) -> None:
    rotated = [step.registration for step in plan.steps if isinstance(step, Rotate)]
    for registration in rotated:
        if not yes:
            click.confirm(_ROTATE.format(id=registration.id), abort=True, err=True)


def _registering(application: Application, openphone: OpenPhoneRest) -> Registering:
    return Registering(
        api=openphone,
        keys=application.database.webhook_keys,
        clock=application.clock,
        given=application.settings.signing_keys,
    )


@contextmanager
def _asking() -> Iterator[tuple[Application, OpenPhoneRest]]:
    """Plug in what asks OpenPhone; what it answers amiss ends in one line that says what to do."""
    settings = load_settings(needs=[OPENPHONE_API_KEY])
    with bootstrap(settings) as application:
        application.database.check()
        assert application.openphone is not None  # noqa: S101 - its key was needed above
        try:
            yield application, application.openphone
        except CrmError as error:
            raise OneLineError(help_with(error, settings)) from error
