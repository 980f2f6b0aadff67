"""Processor time, which a busy machine changes less than it does the time on the wall."""

from __future__ import annotations

from contextlib import suppress

import psutil
import psycopg
from sqlalchemy import make_url


def of_family(process: psutil.Process) -> float:
    """Seconds that a process, its children and those of them that are gone have used."""
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        gone = float(times.children_user + times.children_system)
        return gone + sum(map(_own, (process, *process.children(recursive=True))))
    return 0.0


def postgresql_process(url: str) -> psutil.Process:
    """The process that all others of a PostgreSQL on this machine descend from."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        parent = psutil.Process(connection.info.backend_pid).parent()
    if parent is None:
        raise psutil.NoSuchProcess(0)
    return parent


def _own(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
