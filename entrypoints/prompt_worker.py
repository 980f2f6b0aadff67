"""gunicorn's worker for ASGI, made to stop at once."""

from __future__ import annotations

import asyncio
import signal
from http import HTTPStatus
from typing import Any

from gunicorn.asgi import protocol
from gunicorn.workers.gasgi import ASGIWorker

_STOPPING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class PromptWorker(ASGIWorker):
    """Wakes up when it is told to stop; gunicorn's own looks only once a second."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - gunicorn's
        super().__init__(*arguments, **options)
        self._sleeper: asyncio.Task[Any] | None = None
        _complete_phrases()

    async def _serve(self) -> None:
        self._sleeper = asyncio.current_task()
        await super()._serve()  # type: ignore[misc]  # the stubs leave out what is private

    def handle_quit_signal(self) -> None:
        """Stop without waiting for anybody."""
        super().handle_quit_signal()
        self._wake()

    def handle_exit_signal(self) -> None:
        """Stop when the requests at hand are answered."""
        super().handle_exit_signal()
        self._wake()

    def _cleanup(self) -> None:
        """End in peace: a signal that comes now has nothing left to say, and would break in anywhere."""
        for number in _STOPPING:
            if self.loop is not None:
                self.loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)
        super()._cleanup()  # type: ignore[misc]  # as above

    def _wake(self) -> None:
        """Cut the sleep short, once, and only where gunicorn expects it: while it serves."""
        if self.servers and self._sleeper is not None:
            self._sleeper.cancel()
            self._sleeper = None


def _complete_phrases() -> None:
    """Teach gunicorn the statuses that its own list lacks: it would answer "412 Unknown"."""
    known: dict[int, str] = getattr(protocol, "_REASON_PHRASES", {})
    for status in HTTPStatus:
        known.setdefault(status.value, status.phrase)
