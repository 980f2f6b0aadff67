"""A server that runs while a test wants it, and never longer than the tests."""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

START_LIMIT_S = 30.0
STOP_LIMIT_S = 10.0
PAUSE_S = 0.02

# Reading ends when the tests end, however they end; then the server goes, and the room with it.
WATCHDOG = """
read -r line
pid=$(cat "$1/pid" 2>/dev/null) && kill -INT "$pid" && for try in $(seq 100); do
    kill -0 "$pid" || break
    sleep 0.1
done
rm -rf "$1"
"""


class ServerError(Exception):
    """A server that the tests need cannot be had, or is not theirs to stop."""


class ServerProcess:
    """A server program that can be stopped and started again in the same place."""

    def __init__(self, command: list[str], *, room: Path, is_ready: Callable[[], bool]) -> None:
        self._command = command
        self._room = room
        self._is_ready = is_ready
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers; one that runs is left alone."""
        if self._process is not None and self._process.poll() is None:
            return
        with (self._room / "log").open("ab") as log:
            self._process = spawn(self._command, room=self._room, log=log.fileno())
        (self._room / "pid").write_text(str(self._process.pid))
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        """Ask the server to end, as an operator would, and wait until it has."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            self._forget()

    def kill(self) -> None:
        """End the server and its children at once, without a chance to clean up."""
        if self._process is None:
            return
        # PostgreSQL does not start again while a child of the killed one still holds the shared memory.
        family = descendants(self._process.pid)
        self._process.kill()
        self._process.wait()
        for child in family:
            end_orphan(child)
        self._forget()

    def _forget(self) -> None:
        self._process = None
        (self._room / "pid").unlink()

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_LIMIT_S
        while not self._is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerError(explain_failure(self._command[0], room=self._room))
            time.sleep(PAUSE_S)


class ForeignProcess:
    """A server that somebody else runs."""

    def start(self) -> None:
        """Trust that it runs."""

    def stop(self) -> None:
        """
        Refuse.

        Raises:
            ServerError: Always.
        """
        message = "This server was lent to the tests by its URL; only their own can be stopped."
        raise ServerError(message)

    kill = stop


def descendants(pid: int) -> list[psutil.Process]:
    """List the living children of a process, and theirs."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def end_orphan(orphan: psutil.Process) -> None:
    """Kill a process whose parent is dead, and wait until it runs no more."""
    deadline = time.monotonic() + STOP_LIMIT_S
    with suppress(psutil.NoSuchProcess):
        orphan.kill()
        while orphan.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(PAUSE_S)


@contextmanager
def running(process: ServerProcess) -> Iterator[None]:
    """Run a server while the block lasts."""
    process.start()
    try:
        yield
    finally:
        process.stop()


@contextmanager
def private_room() -> Iterator[Path]:
    """Lend a directory; it goes, with the server in it, when the block ends or the tests do."""
    # PostgreSQL then runs as `nobody`, who may not be able to reach the TMPDIR of root.
    parent = "/tmp" if is_root() else None  # noqa: S108 - the directory below it is made safely
    room = Path(tempfile.mkdtemp(prefix="crm-server-", dir=parent))
    watchdog = subprocess.Popen(
        ["/bin/sh", "-c", WATCHDOG, "watchdog", str(room)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with watchdog:
        yield room


def spawn(command: list[str], *, room: Path, log: int) -> subprocess.Popen[bytes]:
    """
    Start a program that belongs to the owner of the room.

    It has a session of its own, so that Ctrl-C reaches the tests first, and hardly an environment, so that a
    PGDATA or PGOPTIONS of the developer changes nothing.
    """
    owner = room.stat()
    return subprocess.Popen(
        command,
        cwd=room,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        user=owner.st_uid,
        group=owner.st_gid if is_root() else None,
        extra_groups=[] if is_root() else None,
    )


def run(command: list[str], *, room: Path) -> None:
    """
    Run a program to its end.

    Raises:
        ServerError: When it fails.
    """
    with (room / "log").open("ab") as log, spawn(command, room=room, log=log.fileno()) as process:
        process.wait()
    if process.returncode != 0:
        raise ServerError(explain_failure(command[0], room=room))


def explain_failure(program: str, *, room: Path) -> str:
    """Quote what a program that failed has written last."""
    return f"{program} failed:\n{(room / 'log').read_text(errors='replace')[-2000:]}"


def installed_package(name: str, *, variable: str) -> Path:
    """
    Find the directory of an installed package.

    Raises:
        ServerError: When it is not installed; the variable is the way to do without.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        message = f"{name} is not installed; install the dependency group `test`, or set {variable}."
        raise ServerError(message)
    return Path(spec.origin).parent


def give_to_nobody(room: Path) -> None:
    """Make a room and everything in it the property of `nobody`."""
    nobody = pwd.getpwnam("nobody")
    for path in (room, *room.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)


def is_root() -> bool:
    """Tell whether the tests run as root, which PostgreSQL refuses to do."""
    return os.geteuid() == 0


def free_port() -> int:
    """Find a port below those that outgoing connections take, so that it is still free after a restart."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as candidate:
            if candidate.connect_ex(("127.0.0.1", port)) != 0:
                return port
