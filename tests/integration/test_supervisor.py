"""Processes that are looked after."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from pathlib import Path

import psutil

from entrypoints.stopping import ParentGone
from entrypoints.supervisor import Supervisor
from tests.integration.server_process import private_room
from tests.integration.waiting import wait_until


def work(directory: Path) -> None:
    """Leave a sign of life, and work until told to stop."""
    stopping = ParentGone()
    stopping.listen_to_signals()
    (directory / f"{os.getpid()}").touch()
    stopping.pause(60)


def supervise(directory: Path) -> None:
    """Look after one such process."""
    Supervisor({"child": lambda: work(directory)}).run()


def children_of(directory: Path) -> list[int]:
    """List the processes that left a sign of life."""
    return [int(path.name) for path in directory.iterdir()]


def test_a_killed_child_is_replaced_and_all_end_together() -> None:
    """A child that is killed is started again; SIGTERM to the parent ends both."""
    with private_room() as room:
        (room / "signs").mkdir()
        parent = get_context("fork").Process(target=supervise, args=(room / "signs",))
        parent.start()
        assert wait_until(lambda: len(children_of(room / "signs")) == 1)

        os.kill(children_of(room / "signs")[0], signal.SIGKILL)

        assert wait_until(lambda: len(children_of(room / "signs")) == 2)
        parent.terminate()
        parent.join(10)
        assert parent.exitcode == 0
        assert wait_until(lambda: not any(map(_is_alive, children_of(room / "signs"))))


def test_children_do_not_outlive_a_killed_parent() -> None:
    """A child whose parent is gone ends by itself."""
    with private_room() as room:
        (room / "signs").mkdir()
        parent = get_context("fork").Process(target=supervise, args=(room / "signs",))
        parent.start()
        assert wait_until(lambda: len(children_of(room / "signs")) == 1)

        parent.kill()
        parent.join(10)

        assert wait_until(lambda: not any(map(_is_alive, children_of(room / "signs"))))


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
