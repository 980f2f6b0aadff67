"""Whether this machine could serve, and if not, why and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from rich.console import Console
from rich.markup import escape

from adapters.file_storage import directory_of
from adapters.system_clock import SystemClock
from entrypoints.checking.parts import Look, Part, looked_at
from entrypoints.checking.places import address_parts, disk_parts, storage_parts, time_zone_parts
from entrypoints.checking.services import gemini_parts, openphone_parts
from entrypoints.checking.stores import database_parts, redis_parts
from entrypoints.settings import Settings
from entrypoints.tables import table_for

_REACH: Final = "see that this machine reaches {} ({})"


def check(settings: Settings, console: Console) -> list[str]:
    """
    Print how everything is.

    Returns:
        Why this machine is not ready, one line each.
    """
    shown = table_for(console, "setting", "value", title="Settings")
    for name, value in settings.shown():
        shown.add_row(name, escape(value))
    console.print(shown)
    parts = list(_parts(settings, console))
    console.print()
    looked = table_for(console, "part", "state", title="Parts")
    for part in parts:
        looked.add_row(part.name, escape(part.state), style=_style_of(part))
    console.print(looked)
    return [part.fault for part in parts if part.fault]


def _parts(settings: Settings, console: Console) -> Iterator[Part]:
    _load(settings)
    with console.status("Looking at all parts at once, for some seconds at most"), _without_logs():
        for parts in looked_at(_looks(settings)):
            yield from parts


@contextmanager
def _without_logs() -> Iterator[None]:
    """Log nothing while the block lasts: on standard error are the reasons, one line each."""
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _looks(settings: Settings) -> Sequence[Look]:
    clock = SystemClock()
    openphone = _REACH.format(settings.openphone_api_url, "OPENPHONE_API_URL")
    return (
        Look("database", partial(database_parts, settings, clock), _REACH.format("it", "CRM_DATABASE_URL")),
        Look("Redis", partial(redis_parts, settings), _REACH.format("it", "CRM_REDIS_URL")),
        Look("files", partial(storage_parts, settings), _REACH.format("it", "CRM_STORAGE_URL")),
        Look("disk", partial(disk_parts, settings)),
        Look("time zone", partial(time_zone_parts, settings)),
        Look("OpenPhone", partial(openphone_parts, settings, clock), openphone),
        Look("reading", partial(gemini_parts, settings), _REACH.format("Gemini", "GEMINI_API_URL")),
        Look("address", partial(address_parts, settings)),
    )


def _load(settings: Settings) -> None:
    """Import what takes a second, before anything is timed."""
    if directory_of(settings.storage_url) is None:
        import adapters.file_storage.s3  # noqa: F401, PLC0415 - it loads s3fs


def _style_of(part: Part) -> str | None:
    if part.fault:
        return "red"
    return "yellow" if part.warns else None
