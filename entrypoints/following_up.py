"""Working on follow-ups in a thread beside the events, which never wait for somebody else's network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.rounds import Duty, going_round
from entrypoints.stopping import Stopping

LOOK_S = 1.0


@contextmanager
def following_up(application: Application, *, patience_s: float) -> Iterator[None]:
    """
    Look once a second whether a follow-up is due, and work on all that are, while the block lasts.

    What is begun then has `patience_s` to end: what is sent and not written down is sent again.
    """
    stopping = Stopping()
    worker = name_of_worker("follow-ups")

    def work() -> None:
        application.follow_up_work.drain(worker=worker, should_stop=stopping.is_requested)

    with going_round("follow-ups", [Duty("follow-ups", LOOK_S, work)], patience_s=patience_s):
        try:
            yield
        finally:
            stopping.request()
