"""Working inside the serving process, where there is no Redis to ring for other processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from adapters.embedded_queue import EmbeddedJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.following_up import following_up
from openphone_crm.priority import Priority

STOP_LIMIT_S = 2.0
"""A server stops at once; what it was sending is sent again by the next."""


@contextmanager
def draining(application: Application) -> Iterator[None]:
    """Work in threads while the block lasts, if the bell rings inside this process."""
    bell = application.job_queue
    if not isinstance(bell, EmbeddedJobQueue):
        yield
        return
    bell.start(partial(_drain, application, bell))
    try:
        with following_up(application, patience_s=STOP_LIMIT_S):
            yield
    finally:
        bell.stop()


def _drain(application: Application, bell: EmbeddedJobQueue, priority: Priority) -> None:
    application.processing.drain(
        priority, worker=name_of_worker(priority.label), should_stop=bell.is_stopping
    )
