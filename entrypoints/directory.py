"""Knowing our own numbers and people, plugged in: looked up at the start and every hour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog

from entrypoints.bootstrap import Application
from entrypoints.plugging import asking_of
from entrypoints.rounds import Duty, going_round
from openphone_crm.directory import Directory
from openphone_crm.errors import DeferredError, RefusedError

LOOK_S = 60.0

_LOG = structlog.get_logger(__name__)


@contextmanager
def keeping_directory(application: Application) -> Iterator[None]:
    """Keep it up to date in a thread of its own, where there is a key, while the block lasts."""
    openphone = application.openphone
    if openphone is None:
        yield
        return
    asking = asking_of(application.database, application.clock, application.notifier)
    directory = Directory(
        api=openphone,
        workspace=application.database.workspace,
        clock=application.clock,
        politely=partial(asking.politely, asked_for="lines and users"),
    )
    with going_round("directory", [Duty("directory", LOOK_S, partial(_attend, directory))]):
        yield


def _attend(directory: Directory) -> None:
    """Look it up when it is time; what has to wait is looked at again a minute later."""
    try:
        directory.attend()
    except (DeferredError, RefusedError) as error:
        _LOG.warning("the directory waits", reason=str(error))
