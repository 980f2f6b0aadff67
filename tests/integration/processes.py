"""Our own entry points as processes: started, watched until they are ready, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.integration.server_process import ServerError, descendants, end_orphan, private_room

CHECKOUT = Path(__file__).parents[2]
READY_LIMIT_S = 30.0
STOP_LIMIT_S = 10.0
COMMAND_LIMIT_S = 60.0
NO_STRANGERS = {"CRM_MEDIA_HOSTS": "127.0.0.1"}
"""Settings with which nobody's server is asked for the made-up files of a test."""
PAUSE_S = 0.05

# A developer's own settings, and coverage that would follow the child, change what is tested.
FOREIGN_SETTINGS = ("CRM_", "OPENPHONE_", "GEMINI_", "OTEL_", "COV_", "COVERAGE_")


def entry_point(*arguments: str) -> list[str]:
    """Give the command line of one of our commands."""
    return [sys.executable, "-m", "entrypoints", *arguments]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a process that has these settings and no others."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_SETTINGS)}
    return {**inherited, "PYTHONUNBUFFERED": "1", **NO_STRANGERS, **settings}


def output_of(*arguments: str, settings: Mapping[str, str]) -> str:
    """
    Run one of our commands to its end, and give what it printed.

    Raises:
        ServerError: When it fails; the error quotes what it wrote.
    """
    done = finished(*arguments, settings=settings)
    if done.returncode != 0:
        message = f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        raise ServerError(message)
    return done.stdout


def finished(*arguments: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one of our commands to its end, and give what became of it."""
    return subprocess.run(
        entry_point(*arguments),
        cwd=CHECKOUT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_S,
        check=False,
    )


@contextmanager
def running(
    command: list[str],
    settings: Mapping[str, str],
    *,
    ready: Callable[[], bool] = lambda: True,
    log: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """
    Run a process while the block lasts; what it wrote is in `log` afterwards, if that is given.

    Raises:
        ServerError: When it ends, or the time does, before it is ready; the error quotes what it wrote.
    """
    with private_room() as room:
        process = spawn(command, settings, room=room)
        try:
            _wait_until_ready(process, ready, room=room)
            yield process
        finally:
            _stop(process)
            (room / "pid").unlink()
            if log is not None:
                shutil.copy(room / "log", log)


def answers(address: str, path: str) -> bool:
    """Tell whether a server answers at that address and path, and says that it is well."""
    connection = HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def spawn(command: list[str], settings: Mapping[str, str], *, room: Path) -> subprocess.Popen[bytes]:
    """Start a process that writes to `log` in a room of its own; whoever starts it also ends it."""
    with (room / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # The room's watchdog ends this process when the tests are killed.
    (room / "pid").write_text(str(process.pid))
    return process


def _wait_until_ready(process: subprocess.Popen[bytes], ready: Callable[[], bool], *, room: Path) -> None:
    deadline = time.monotonic() + READY_LIMIT_S
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            written = (room / "log").read_text(errors="replace")[-4000:]
            message = f"{process.args!r} did not get ready (exit status {process.poll()}):\n{written}"
            raise ServerError(message)
        time.sleep(PAUSE_S)


def _stop(process: subprocess.Popen[bytes]) -> None:
    family = descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in family:
        end_orphan(child)
