"""Keys registered a moment ago, made known to a serving process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from entrypoints.bootstrap import Application
from entrypoints.rounds import Duty, going_round
from openphone_crm.errors import StoreError, UnavailableError


@contextmanager
def refreshing_keys(application: Application) -> Iterator[None]:
    """
    Look up the keys once a second, in a thread of its own, while the block lasts.

    The first time is before anything is served. Without a database the keys of the settings do.
    """
    refresh = application.known_keys.refresh
    with suppress(StoreError, UnavailableError):
        refresh()
    with going_round("webhook keys", [Duty("webhook keys", 0, refresh)]):
        yield
