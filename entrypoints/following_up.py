"""Working on follow-ups in threads beside the events, which never wait for somebody else's network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

import attrs
import structlog
from structlog.contextvars import bound_contextvars

from entrypoints.bootstrap import Application, name_of_worker
from entrypoints.rounds import Duty, going_round
from entrypoints.stopping import Stopping
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.handlers.files import STORE, UNSTORE

_LOG = structlog.get_logger(__name__)

LOOK_S = 1.0
FILES: Final = frozenset((STORE, UNSTORE))
PATIENCE_WITH_FILES_S: Final = 1.0
"""A file of which half is fetched is nothing yet: whoever starts next fetches it again."""


@contextmanager
def following_up(application: Application, *, patience_s: float) -> Iterator[None]:
    """
    Look once a second whether a follow-up is due, and work on all that are, while the block lasts.

    What is begun then has `patience_s` to end: what is sent and not written down is sent again. Files
    have a thread of their own, since one may take most of a minute, and people are to be told meanwhile.
    """
    stopping = Stopping()
    work = application.follow_up_work
    with (
        going_round("files", [_duty("files", _only_files(work), stopping)], patience_s=PATIENCE_WITH_FILES_S),
        going_round(
            "follow-ups", [_duty("follow-ups", _all_but_files(work), stopping)], patience_s=patience_s
        ),
    ):
        try:
            yield
        finally:
            stopping.request()


def _duty(name: str, work: FollowUpWork, stopping: Stopping) -> Duty:
    return Duty(name, LOOK_S, partial(_drain, work, name_of_worker(name), stopping))


def _drain(work: FollowUpWork, worker: str, stopping: Stopping) -> None:
    with bound_contextvars(worker=worker):
        worked = work.drain(worker=worker, should_stop=stopping.is_requested)
        if worked:
            _LOG.info("follow-ups were worked on", follow_ups=worked)


def _all_but_files(work: FollowUpWork) -> FollowUpWork:
    return attrs.evolve(work, gates={**work.gates, **dict.fromkeys(FILES, _closed)})


def _only_files(work: FollowUpWork) -> FollowUpWork:
    others = {*work.tasks, *work.batch_tasks} - FILES
    return attrs.evolve(work, gates=dict.fromkeys(others, _closed))


def _closed() -> bool:
    return False
