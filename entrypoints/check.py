"""Whether this machine could serve: settings, database, Redis, OpenPhone, Gemini."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

import attrs
from rich.console import Console
from rich.table import Table

from adapters.gemini_extractor import known_model
from adapters.rq_queue import RqJobQueue
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.extractors import GEMINI_API_KEY, PATTERN, chosen_extractor
from entrypoints.openphone import OPENPHONE_API_KEY, asked_once
from entrypoints.settings import ALERT_URLS, NOTIFY_URLS, WEBHOOK_KEYS, Settings
from openphone_crm.errors import CrmError, RateLimitedError, SettingsError, StoreError, UnavailableError


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
    yield _openphone(settings)
    yield _reader(settings)
    keys = len(settings.signing_keys)
    yield Part("webhook keys", f"{keys}" if keys else f"none: `serve` needs {WEBHOOK_KEYS}")
    yield from _known_of_openphone(settings)
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


def _known_of_openphone(settings: Settings) -> Iterator[Part]:
    """What the database knows of the workspace; whether it is ready was seen before."""
    with closing(Database.open(settings.database_url)) as database, suppress(StoreError, UnavailableError):
        registered = {key.webhook_id for key in database.webhook_keys.all()}
        yield Part("registered webhooks", f"keys in the database: {len(registered)}")
        lines = len(database.workspace.lines())
        known = f"{lines}" if lines else "none yet: the scheduler looks them up where there is a key"
        yield Part("our own numbers known", known)


def _redis(settings: Settings) -> Part:
    if settings.redis_url is None:
        return Part("Redis", "off: the queue is inside `serve`")
    with closing(RqJobQueue(settings.redis_url)) as job_queue:
        if job_queue.is_up():
            return Part("Redis", "ok")
    return Part("Redis", "not reachable", "Redis is unavailable: it does not answer")


def _reader(settings: Settings) -> Part:
    """Who reads; Gemini is asked whether it knows the key and the model, which costs nothing."""
    if settings.gemini_api_key is None:
        return Part("reading", f"{PATTERN}, which is weak: {GEMINI_API_KEY} is not set")
    try:
        model = known_model(settings.gemini_api_key, model=settings.gemini_model, url=settings.gemini_api_url)
    except RateLimitedError as error:
        return Part("reading", f"not asked: {error}; try again in a minute")
    except SettingsError as error:
        return Part("reading", f"refused: {error.reason}", str(error))
    except CrmError as error:
        fault = f"{error}; see that this machine reaches it (GEMINI_API_URL)"
        return Part("reading", "not reachable", fault)
    return Part("reading", f"ok, {chosen_extractor(settings)} with {model}")


def _openphone(settings: Settings) -> Part:
    try:
        lines = asked_once(settings, SystemClock())
    except RateLimitedError as error:
        return Part("OpenPhone", f"not asked: {error}; try again in a minute")
    except SettingsError as error:
        return Part("OpenPhone", f"refused: {error.reason}", str(error))
    except CrmError as error:
        fault = f"{error}; see that this machine reaches {settings.openphone_api_url} (OPENPHONE_API_URL)"
        return Part("OpenPhone", "not reachable", fault)
    if lines is None:
        return Part("OpenPhone", f"off: {OPENPHONE_API_KEY} is not set")
    return Part("OpenPhone", f"ok, phone numbers: {len(lines)}")
