"""Working inside the serving process, where there is no Redis to ring for other processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from structlog.contextvars import bound_contextvars

from adapters.embedded_queue import EmbeddedJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.following_up import following_up
from entrypoints.heartbeats import beating_for
from entrypoints.rounds import going_round
from openphone_crm.alert_rules.vital_signs import worker_of
from openphone_crm.priority import Priority

_LOG = structlog.get_logger(__name__)

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
        with (
            going_round("heartbeat", [beating_for(application, *map(worker_of, Priority))]),
            following_up(application, patience_s=STOP_LIMIT_S),
        ):
            yield
    finally:
        bell.stop()


def _drain(application: Application, bell: EmbeddedJobQueue, priority: Priority) -> None:
    worker = name_of_worker(priority.label)
    with bound_contextvars(worker=worker):
        worked = application.processing.drain(priority, worker=worker, should_stop=bell.is_stopping)
        if worked:
            _LOG.info("events were worked on", queue=priority.label, events=worked)
