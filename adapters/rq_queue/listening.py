"""Listening to the bell for as long as the process lives, whatever becomes of Redis."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

import attrs
from redis.exceptions import RedisError

from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority

from .connection import DoorbellConnection
from .worker import DrainWorker

_LOG = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 5.0


@attrs.define(kw_only=True)
class Listener:
    """
    Runs the drains of one queue until it is told to stop.

    `work` is called before each try to reach Redis: without a bell a worker looks by itself.
    """

    url: str = attrs.field(repr=False)
    priority: Priority
    name: str
    should_stop: Callable[[], bool]
    work: Callable[[], None]
    pause: Callable[[float], None]
    _is_deaf: bool = attrs.field(default=False, init=False)

    def listen(self) -> None:
        """Hear the bell, and find it again each time it is lost."""
        quieten_rq()
        pause = FIRST_PAUSE_S
        while not self.should_stop():
            self.work()
            if self._heard():
                pause = FIRST_PAUSE_S
            if not self.should_stop():
                self.pause(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)

    def _heard(self) -> bool:
        """Work on what the bell brings, until it is lost; False when it was never heard."""
        connection = DoorbellConnection.to(self.url)
        try:
            worker = self._worker(connection)
            self._note_found()
            worker.work()
        except (RedisError, UnavailableError) as error:
            self._note_lost(error)
            return False
        finally:
            connection.close()
        if not self.should_stop():
            self._note_lost("the connection was lost")
        return True

    def _worker(self, connection: DoorbellConnection) -> DrainWorker:
        return DrainWorker(
            self.priority.label,
            # After a cut the old registration may still be there, and RQ refuses a name twice.
            name=f"{self.name}:{uuid4().hex[:8]}",
            connection=connection,
            should_stop=self.should_stop,
        )

    def _note_found(self) -> None:
        if self._is_deaf:
            _LOG.warning("the %s worker hears the bell again", self.priority.label)
        self._is_deaf = False

    def _note_lost(self, reason: object) -> None:
        if not self._is_deaf:
            _LOG.warning("the %s worker looks for work by itself: %s", self.priority.label, reason)
        self._is_deaf = True


def quieten_rq() -> None:
    """Let RQ speak of its own errors only, and not of Redis being away, of which we say one line."""
    logger = logging.getLogger("rq.worker")
    logger.setLevel(logging.ERROR)
    logger.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, RedisError | UnavailableError)
