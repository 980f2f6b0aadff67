"""Whether this process can serve: asked often, and looked at once a second at most."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from threading import Lock
from typing import Final

import attrs

from adapters.file_storage import directory_of
from adapters.rq_queue import RqJobQueue
from entrypoints.bootstrap import Application
from entrypoints.signs_of_life import WORKERS, alive
from openphone_crm.alert_rules.vital_signs import SCHEDULER
from openphone_crm.errors import StoreError, UnavailableError

REMEMBERED_S: Final = 1.0


@attrs.define
class Readiness:
    """
    Tells how the parts are; without the database nothing can be served, without the others everything can.

    However many ask at the same time, one looks.
    """

    application: Application
    _lock: Lock = attrs.field(factory=Lock, init=False)
    _until: float = attrs.field(default=float("-inf"), init=False)
    _found: Mapping[str, str] | UnavailableError = attrs.field(factory=dict, init=False)

    def __call__(self) -> Mapping[str, str]:
        """
        Say how each part is, as it was within the last second.

        Raises:
            UnavailableError: When the database is away, or lacks migrations.
        """
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = _looked_at(self.application)
                self._until = time.monotonic() + REMEMBERED_S
            found = self._found
        if isinstance(found, UnavailableError):
            # A fresh one: each that is raised gathers its own traceback.
            raise attrs.evolve(found)
        return found


def _looked_at(application: Application) -> Mapping[str, str] | UnavailableError:
    try:
        application.database.check()
    except UnavailableError as error:
        return attrs.evolve(error)
    return {
        "database": "ok",
        "migrations": "ok",
        "redis": _redis(application),
        "storage": _storage(application),
        **_alive(application),
    }


def _redis(application: Application) -> str:
    bell = application.job_queue
    if not isinstance(bell, RqJobQueue):
        return "off"
    return "ok" if bell.is_up() else "down"


def _storage(application: Application) -> str:
    """Tell of a directory whether it can be written to; what is elsewhere is not asked every second."""
    root = directory_of(application.settings.storage_url)
    if root is None:
        return "remote"
    root = root.absolute()
    # Unlike `Path.exists`, this says of what it may not look at that it is not there.
    nearest = next(each for each in (root, *root.parents) if os.path.exists(each))  # noqa: PTH110
    return "ok" if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK) else "not writable"


def _alive(application: Application) -> Mapping[str, str]:
    try:
        seen = application.database.heartbeats.latest()
    except (StoreError, UnavailableError):
        return {}
    there = alive(seen, application.clock.now(), application.settings)
    workers = [name in there for name in WORKERS]
    missing = "some not seen" if any(workers) else "not seen"
    return {
        "scheduler": "ok" if SCHEDULER in there else "not seen",
        "workers": "ok" if all(workers) else missing,
    }
