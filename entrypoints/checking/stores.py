"""Looks at the database, and at what it says of the rest; and at Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from typing import Final

from adapters.rq_queue import OLDEST, bell_server_at
from adapters.sqlalchemy_repository import Database, trouble_with
from entrypoints.checking.parts import Part
from entrypoints.settings import WEBHOOK_KEYS, Settings
from entrypoints.signs_of_life import WORKERS, alive
from openphone_crm.alert_rules.vital_signs import SCHEDULER
from openphone_crm.errors import StoreError, UnavailableError
from openphone_crm.ports.clock import Clock
from openphone_crm.remote import Surface

_INSIDE: Final = "`serve` without Redis does its work"


def database_parts(settings: Settings, clock: Clock) -> Iterator[Part]:
    """See whether the database answers and is migrated, and tell what stands in it."""
    with closing(Database.open(settings.database_url)) as database:
        trouble = trouble_with(database)
        if trouble is not None:
            if trouble.what != "database":
                yield Part("database", "ok")
            yield Part(trouble.what, f"not ready: {trouble.reason}", str(trouble))
            yield _keys(settings, {})
            return
        yield Part("database", "ok")
        yield Part("migrations", "ok")
        with suppress(StoreError, UnavailableError):
            yield from _known(settings, database)
            yield from _alive(settings, database, clock.now())


def redis_parts(settings: Settings) -> Iterator[Part]:
    """See whether Redis answers, and is one that RQ loses nothing with."""
    if settings.redis_url is None:
        yield Part("Redis", "off: the queue is inside `serve`")
        return
    try:
        server = bell_server_at(settings.redis_url)
    except UnavailableError as error:
        yield Part("Redis", f"not ready: {error.cause}", str(error))
        return
    if not server.is_too_old:
        yield Part("Redis", f"ok, {server}")
        return
    oldest = ".".join(map(str, OLDEST))
    state = f"too old: {server}, needed {oldest} or newer"
    yield Part("Redis", state, f"Redis is {state}, for with older ones RQ loses jobs; install a newer one")


def _known(settings: Settings, database: Database) -> Iterator[Part]:
    counts = dict.fromkeys(Surface, 0)
    for key in database.webhook_keys.all():
        counts[key.surface] += 1
    yield _keys(settings, counts)
    lines = len(database.workspace.lines())
    known = f"{lines}" if lines else "none yet: the scheduler looks them up where there is a key"
    yield Part("our own numbers known", known)


def _keys(settings: Settings, registered: dict[Surface, int]) -> Part:
    given = settings.signing_keys
    counts = {
        "whsec": len(given.standard),
        "legacy": len(given.legacy),
        "in the database": sum(registered.values()),
    }
    if any(counts.values()):
        said = ", ".join(f"{kind}: {count}" for kind, count in counts.items())
        return Part("webhook keys", said, warns=not len(given))
    return Part("webhook keys", f"none: `serve` needs {WEBHOOK_KEYS}", warns=True)


def _alive(settings: Settings, database: Database, now: datetime) -> Iterator[Part]:
    """Tell who works; nobody does before the first start, so that it is no reason not to begin."""
    seen = database.heartbeats.latest()
    there = alive(seen, now, settings)
    for name in (SCHEDULER, *WORKERS):
        start = f"run `python -m entrypoints {name.split()[-1]}`" if settings.redis_url else _INSIDE
        at = seen.get(name)
        if at is None:
            yield Part(name, f"not seen yet: {start}", warns=True)
        elif name in there:
            yield Part(name, f"ok, seen {max((now - at).total_seconds(), 0):.0f} s ago")
        else:
            yield Part(name, f"last seen {at:%Y-%m-%d %H:%M:%S} UTC: {start}", warns=True)
