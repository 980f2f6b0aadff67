"""Webhooks as people are shown them: which there are, what was done, what is missing, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from entrypoints.settings import Settings
from entrypoints.tables import table_for
from entrypoints.webhook_address import WEBHOOK_PATH, webhook_address
from openphone_crm.errors import (
    CrmError,
    DeferredError,
    RateLimitedError,
    RefusedError,
    StoreAwayError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.registration.plan import (
    EVERYTHING,
    Create,
    KeepKey,
    Plan,
    Present,
    Rotate,
    Step,
    Update,
    leads_to,
    planned,
)
from openphone_crm.remote import V1_FAMILIES, Registration, Surface
from openphone_crm.webhooks import SigningKeys

_NAMES: Final = ("id", "version", "url", "ours", "events", "enabled", "key held")
_ENDLESS: Final = 100_000

_ALL: dict[Surface, frozenset[str]] = {
    Surface.DATED: EVERYTHING,
    Surface.V1: frozenset[str]().union(*V1_FAMILIES.values()),
}


def our_url(settings: Settings, present: Present) -> str | None:
    """The address that is ours: by the settings, else that of a webhook with our path."""
    if settings.public_url is not None:
        return webhook_address(settings.public_url)
    registrations = (*(present.dated or ()), *present.v1)
    return next((each.url for each in registrations if each.url.rstrip("/").endswith(WEBHOOK_PATH)), None)


def show_webhooks(present: Present, url: str | None, console: Console, *, given: SigningKeys) -> None:
    """Print all webhooks, the newer API's first: in a table where there is room, else one below the other."""
    webhooks = [_cells(each, present, url, given=given) for each in (*(present.dated or ()), *present.v1)]
    table = table_for(console, *_NAMES)
    for cells in webhooks:
        table.add_row(*map(escape, cells))
    needed = Measurement.get(console, console.options.update(width=_ENDLESS), table).maximum
    if needed <= console.width:
        console.print(table)
        return
    for cells in webhooks:
        console.print(_block(cells))
        console.print()


def _cells(each: Registration, present: Present, url: str | None, *, given: SigningKeys) -> tuple[str, ...]:
    return (
        each.id,
        each.surface.value,
        each.url,
        "yes" if url is not None and leads_to(each, url) else "no",
        _events(each),
        _enabled(each),
        _held(each, present, given),
    )


def _block(cells: Iterable[str]) -> Table:
    block = Table.grid("", "", padding=(0, 2, 0, 0))
    block.columns[1].overflow = "fold"
    for name, cell in zip(_NAMES, cells, strict=True):
        block.add_row(name, escape(cell))
    return block


def missing_at(url: str | None, present: Present) -> Iterator[str]:
    """Say what is missing at our address, and how to get it."""
    if present.dated is None:
        yield "The workspace has the older API only (v1)."
    if url is None:
        yield f"No webhook leads to {WEBHOOK_PATH}: `webhooks sync --url URL` makes one."
        return
    plan = planned(present, url=url)
    for step in plan.steps:
        yield f"Missing: {_to_do(step)}."
    if plan.steps:
        yield f"`webhooks sync --url {url}` does that."
    yield from advice_on(plan)
    if not plan.steps:
        yield f"Nothing is missing: {url} is told of everything."


def advice_on(plan: Plan) -> Iterator[str]:
    """Say which webhooks are needed no longer."""
    for each in plan.spare:
        yield (
            f"Webhook {each.id} ({each.surface.value}) leads to the same url. It does no harm, for what is "
            "told twice is shown once; delete it once the new one delivers."
        )


def done_by(step: Step, registration: Registration) -> str:
    """Say what a step has done."""
    name = f"webhook {registration.id} ({registration.surface.value})"
    match step:
        case Create():
            return f"Made {name} for {len(registration.events)} kinds of events."
        case Update():
            return f"Had {name} enabled, for {len(registration.events)} kinds of events of all numbers."
        case Rotate():
            return f"Gave {name} a new key."
        case KeepKey():
            return f"Kept the key of {name}, as OpenPhone shows it."
        case _:
            assert_never(step)


def key_notice(registration: Registration) -> str:
    """Say what is printed on the next line, and what to do with it."""
    return (
        f"The key of webhook {registration.id} follows, this once. Running servers know it already; keep it "
        "where your secrets are, in case the database is lost."
    )


def help_with(error: CrmError, settings: Settings) -> str:
    """Say in one line what is wrong and what to do."""
    said = " ".join(str(error).split())
    match error:
        case StoreAwayError():
            return said
        case UncertainError():
            return f"{said}. Run it again: what was made is found, and gets a key that is kept."
        case RateLimitedError() | DeferredError():
            return f"{said}. Run it again in a minute."
        case UnavailableError():
            return f"{said}. See that this machine reaches {settings.openphone_api_url} (OPENPHONE_API_URL)."
        case RefusedError():
            return f"{said}. A workspace has 50 webhooks at most: `webhooks list` shows those there are."
        case _:
            return said


def _to_do(step: Step) -> str:
    match step:
        case Create(surface=Surface.DATED):
            return "a webhook of 2026-03-30"
        case Create(events=events):
            return f"a webhook for {', '.join(sorted(events))}"
        case Update(registration=registration, events=events):
            lacking = sorted(events - registration.events) or ["being enabled, for all numbers"]
            return f"in webhook {registration.id}: {', '.join(lacking)}"
        case Rotate(registration=registration) | KeepKey(registration=registration):
            return f"the key of webhook {registration.id}"
        case _:
            assert_never(step)


def _events(registration: Registration) -> str:
    everything = _ALL[registration.surface]
    if registration.events >= everything:
        return "all"
    return f"{len(registration.events)}: {', '.join(sorted(registration.events))}"


def _enabled(registration: Registration) -> str:
    if not registration.is_enabled:
        return "no"
    return "yes" if registration.is_of_all_lines else "for some numbers"


def _held(registration: Registration, present: Present, given: SigningKeys) -> str:
    if registration.id in present.held:
        return "yes"
    # Of a key of the settings nobody can tell which webhook of the newer API it is of.
    return "in CRM_WEBHOOK_KEYS?" if registration.key is None and given.standard else "no"
