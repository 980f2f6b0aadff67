"""Working inside the serving process, where there is no Redis to ring for other processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread

from adapters.embedded_queue import EmbeddedJobQueue
from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.scheduler import Sweeper
from entrypoints.stopping import Stopping
from openphone_crm.priority import Priority


@contextmanager
def draining(application: Application) -> Iterator[None]:
    """Work in threads while the block lasts, if the bell rings inside this process."""
    bell = application.job_queue
    if not isinstance(bell, EmbeddedJobQueue):
        yield
        return
    bell.start(partial(_drain, application, bell))
    try:
        yield
    finally:
        bell.stop()


@contextmanager
def sweeping(application: Application) -> Iterator[None]:
    """Sweep in a thread while the block lasts."""
    stopping = Stopping()
    sweeper = Sweeper(
        inbox=application.database.inbox, job_queue=application.job_queue, clock=application.clock
    )
    run = partial(sweeper.run, should_stop=stopping.is_requested, pause=stopping.pause)
    thread = Thread(target=run, name="sweeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.request()
        thread.join(1)


def _drain(application: Application, bell: EmbeddedJobQueue, priority: Priority) -> None:
    application.processing.drain(
        priority, worker=name_of_worker(priority.label), should_stop=bell.is_stopping
    )
