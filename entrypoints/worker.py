"""The workers: one process for each queue, and one that looks after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from typing import TypeAlias

import structlog

from adapters.rq_queue import Listener, RqJobQueue
from entrypoints import jobs
from entrypoints.bootstrap import Application, bootstrap, name_of_worker
from entrypoints.extractors import preload_extractor
from entrypoints.following_up import following_up
from entrypoints.heartbeats import pulse_of
from entrypoints.settings import Settings
from entrypoints.stopping import ParentGone
from entrypoints.supervisor import Supervisor
from openphone_crm.alert_rules.vital_signs import worker_of
from openphone_crm.priority import Priority

_LOG = structlog.get_logger(__name__)


SEND_LIMIT_S = 20.0
"""So long a notification may take; the supervisor waits longer."""

Bootstrap: TypeAlias = Callable[[Settings], AbstractContextManager[Application]]


def run_workers(
    settings: Settings, priorities: Sequence[Priority], *, bootstrap: Bootstrap = bootstrap
) -> None:
    """Be the workers of these queues, until SIGTERM or Ctrl-C."""
    preload_extractor(settings)
    tasks = {
        f"{priority.label} worker": partial(serve_queue, settings, priority, bootstrap)
        for priority in dict.fromkeys(priorities)
    }
    Supervisor(tasks).run()


def serve_queue(settings: Settings, priority: Priority, bootstrap: Bootstrap) -> None:
    """
    Be the worker of one queue, in a process of its own.

    It looks for work before it first hears the bell, and whenever it does not hear it: a lost ring costs
    seconds at most. Beside the queue, a thread works on follow-ups.
    """
    url = settings.needed_redis_url
    stopping = ParentGone()
    stopping.listen_to_signals()
    with bootstrap(settings) as application, closing(RqJobQueue(url)) as bell:
        name = name_of_worker(priority.label)
        should_stop = pulse_of(application, [worker_of(priority)]).beating(stopping.is_requested)
        shift = jobs.Shift(
            processing=application.processing,
            bell=bell,
            worker=name,
            should_stop=should_stop,
        )
        jobs.begin(shift)
        _LOG.info("a worker starts", queue=priority.label, worker=name)
        listener = Listener(
            url=url,
            priority=priority,
            name=name,
            should_stop=should_stop,
            work=partial(shift.drain, priority),
            pause=stopping.pause,
        )
        with following_up(application, patience_s=SEND_LIMIT_S):
            listener.listen()
        _LOG.info("a worker stops", queue=priority.label, worker=name)
