"""After a webhook is made: what happened meanwhile is brought in, and a test event shows that it works."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import attrs
import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from adapters.openphone_rest import OpenPhoneRest
from entrypoints.bootstrap import Application
from entrypoints.reconcile import Span, begin, reconcile
from entrypoints.reconciling import reconciling_of
from entrypoints.stopping import Stopping
from openphone_crm.errors import CrmError
from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.refusals import minute_of
from openphone_crm.ids import HealthCheckId
from openphone_crm.reconciliation.runs import RunState
from openphone_crm.registration.proof import is_settled, missing_of
from openphone_crm.remote import LoggedDelivery, Registration

LIMIT_S: Final = 30.0
PAUSE_S: Final = 0.5
KEYS_ARE_KNOWN_S: Final = 3.0

_HARMLESS: Final = "task."
"""Events of these types change nothing in the CRM."""
_CLOCKS_DIFFER: Final = timedelta(minutes=1)
_NO_GAP: Final = "Nothing was delivered before: run `reconcile` to bring in the history."


def close_gap(
    application: Application, openphone: OpenPhoneRest, since: datetime | None, stopping: Stopping
) -> bool:
    """Bring in what happened since the last delivery, and say whether that is done."""
    if since is None:
        click.echo(_NO_GAP, err=True)
        return True
    click.echo(f"Brings in what happened since the last delivery, {since:%Y-%m-%d %H:%M} UTC.", err=True)
    try:
        reconciling = reconciling_of(application, openphone, label="webhooks")
        begun = begin(reconciling, Span(since=since), stopping=stopping)
        run = reconcile(application, reconciling, begun.run, stopping=stopping)
    except CrmError as error:
        click.echo(f"{error}. Run `reconcile --since {since:%Y-%m-%dT%H:%M:%SZ}` later.", err=True)
        return False
    click.echo(f"{run.total.missing} were missing, {run.total.healed} are brought in.", err=True)
    return run.state is RunState.DONE


def prove(
    application: Application, openphone: OpenPhoneRest, registration: Registration, stopping: Stopping
) -> bool:
    """Have a test event sent, wait for it, and say whether it came through or what is missing."""
    # Running servers look the keys up once a second.
    stopping.pause(KEYS_ARE_KNOWN_S)
    asked_at = application.clock.now()
    # A sample of a text or a call would stand in the CRM.
    events = frozenset(event for event in registration.events if event.startswith(_HARMLESS))
    try:
        delivery_id = openphone.send_test_event(attrs.evolve(registration, events=events))
    except CrmError as error:
        click.echo(f"No test event was sent: {error}", err=True)
        return False
    test = _check(delivery_id, asked_at)
    waited = _wait_for(application, test, stopping)
    missing = missing_of(
        application.database.sightings.of(test),
        refusals=application.database.traffic.refusals(since=minute_of(asked_at)),
        logged=_logged(openphone, registration, test),
    )
    said = f"did not come through: {missing}" if missing else "was delivered, verified and processed"
    click.echo(f"After {waited:.0f} s: the test event {said}.", err=True)
    return missing is None


def _wait_for(application: Application, test: HealthCheck, stopping: Stopping) -> float:
    """Wait until it is known what becomes of it, or long enough; tell how many seconds that was."""
    began = time.monotonic()
    with _waiting() as (progress, bar):
        while not is_settled(application.database.sightings.of(test)) and not stopping.is_requested():
            waited = time.monotonic() - began
            if waited > LIMIT_S:
                break
            progress.update(bar, completed=waited)
            stopping.pause(PAUSE_S)
    return time.monotonic() - began


def _check(delivery_id: str, at: datetime) -> HealthCheck:
    """What is looked for, in the words of health checks; it is kept nowhere."""
    return HealthCheck(
        id=HealthCheckId(delivery_id),
        kind=CheckKind.TEST_EVENT,
        nonce=delivery_id,
        started_at=at,
        openphone_id=delivery_id,
    )


def _logged(openphone: OpenPhoneRest, registration: Registration, test: HealthCheck) -> LoggedDelivery | None:
    """What OpenPhone says of it; that it says nothing takes nothing from what we know."""
    try:
        page = openphone.deliveries(registration, since=test.started_at - _CLOCKS_DIFFER)
    except CrmError:
        return None
    return next((each for each in page.items if each.id == test.openphone_id), None)


@contextmanager
def _waiting() -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress, progress.add_task("waiting for a test event", total=LIMIT_S)
