"""One of our commands as a process, which is killed and started again as a service manager would."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import attrs
import psutil

from tests.integration.processes import CHECKOUT, environment
from tests.integration.server_process import ServerError, descendants, end_orphan

START_LIMIT_S = 60.0
STOP_LIMIT_S = 15.0
PAUSE_S = 0.2
AGAIN_S = 0.3


@attrs.define(kw_only=True)
class Program:
    """
    A command that runs, with the children that it forks.

    `is_ready` is asked about the process once it has so many `children`.
    """

    name: str
    command: Sequence[str]
    settings: Mapping[str, str] = attrs.field(repr=False)
    room: Path
    children: int = 0
    is_ready: Callable[[], bool] = lambda: True
    _process: subprocess.Popen[bytes] | None = attrs.field(default=None, init=False)
    _family: dict[int, psutil.Process] = attrs.field(factory=dict, init=False)

    def start(self) -> None:
        """
        Start it unless it runs, and wait until it is ready.

        What ends at once is started again: a server that was killed may have left a child that still
        has its port.

        Raises:
            ServerError: When it does not get ready; the error quotes what it wrote.
        """
        deadline = time.monotonic() + START_LIMIT_S
        while not self._looks_ready():
            if time.monotonic() > deadline:
                message = f"{self.name} did not get ready:\n{self.written()[-4000:]}"
                raise ServerError(message)
            if self._has_ended():
                self._spawn()
            time.sleep(PAUSE_S)

    def revive(self) -> None:
        """Start it when it has died; its children are its own business."""
        if self._has_ended():
            self.start()

    def members(self) -> list[psutil.Process]:
        """Give the children that live."""
        return [] if self._process is None else descendants(self._process.pid)

    def kill_main(self) -> None:
        """Kill the process itself, and leave its children as they are."""
        if self._process is not None:
            self._remember_family()
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process is not None:
            self._remember_family()
            self._process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_LIMIT_S)
            self.end()

    def end(self, logs: Path | None = None) -> None:
        """See that nothing of it is left, no child and no orphan of an earlier kill, but what it wrote."""
        self.kill_main()
        for one in self._family.values():
            end_orphan(one)
        self._process = None
        if logs is not None:
            logs.mkdir(parents=True, exist_ok=True)
            (logs / f"{self.name}.log").write_text(self.written())

    def written(self) -> str:
        """Give what it wrote so far, in all its lives."""
        return (self.room / "log").read_text(errors="replace")

    def _looks_ready(self) -> bool:
        # An orphan may answer in its place: so it must have children of its own first.
        return not self._has_ended() and len(self.members()) >= self.children and self.is_ready()

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _spawn(self) -> None:
        if self._process is not None:
            time.sleep(AGAIN_S)
        with (self.room / "log").open("ab") as log:
            self._process = subprocess.Popen(
                list(self.command),
                cwd=CHECKOUT,
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # The room's watchdog ends this process when the harness is killed itself.
        (self.room / "pid").write_text(str(self._process.pid))

    def _remember_family(self) -> None:
        self._family.update({one.pid: one for one in self.members()})
