"""Whether this machine could serve: settings, database, Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import attrs
from rich.console import Console
from rich.table import Table

from adapters.rq_queue import RqJobQueue
from adapters.sqlalchemy_repository import Database
from entrypoints.settings import ALERT_URLS, NOTIFY_URLS, WEBHOOK_KEYS, Settings
from openphone_crm.errors import UnavailableError


@attrs.frozen
class Part:
    """Something that was looked at, and the reason why it is not ready, if it is not."""

    name: str
    state: str
    fault: str | None = None


def check(settings: Settings, console: Console) -> list[str]:
    """
    Print how everything is.

    Returns:
        Why this machine is not ready, one line each.
    """
    shown = Table("setting", "value", title="Settings")
    for name, value in settings.shown():
        shown.add_row(name, value)
    console.print(shown)
    parts = list(_parts(settings))
    looked_at = Table("part", "state", title="Parts")
    for part in parts:
        looked_at.add_row(part.name, part.state)
    console.print(looked_at)
    return [part.fault for part in parts if part.fault]


def _parts(settings: Settings) -> Iterator[Part]:
    yield from _database(settings)
    yield _redis(settings)
    keys = len(settings.signing_keys)
    yield Part("webhook keys", f"{keys}" if keys else f"none: `serve` needs {WEBHOOK_KEYS}")
    yield _channels("people are told", settings.notify_urls, NOTIFY_URLS)
    yield _channels("operators are told", settings.alert_urls, ALERT_URLS)


def _channels(name: str, urls: tuple[str, ...], variable: str) -> Part:
    return Part(name, f"channels: {len(urls)}" if urls else f"off: {variable} is not set")


def _database(settings: Settings) -> Iterator[Part]:
    with closing(Database.open(settings.database_url)) as database:
        try:
            database.check()
        except UnavailableError as error:
            if error.what != "database":
                yield Part("database", "ok")
            yield Part(error.what, f"not ready: {error.cause}", str(error))
            return
    yield Part("database", "ok")
    yield Part("migrations", "ok")


def _redis(settings: Settings) -> Part:
    if settings.redis_url is None:
        return Part("Redis", "off: the queue is inside `serve`")
    with closing(RqJobQueue(settings.redis_url)) as job_queue:
        if job_queue.is_up():
            return Part("Redis", "ok")
    return Part("Redis", "not reachable", "Redis is unavailable: it does not answer")
