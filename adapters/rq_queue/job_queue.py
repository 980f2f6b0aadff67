"""Ringing the bell of a queue in Redis."""

from __future__ import annotations

from contextlib import suppress

from redis.exceptions import RedisError

from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority

from .connection import DoorbellConnection
from .job import SERIALIZER, DrainQueue

WAKE_S = 30


class RqJobQueue:
    """
    Wakes RQ workers, in other processes and on other machines.

    A flag with a short life says that a ring is under way, so that a thousand events ring once. Whoever hears
    the bell clears the flag first and looks for work then: what arrives later rings again.
    """

    def __init__(self, url: str) -> None:
        self._redis = DoorbellConnection.to(url)
        self._queues = {
            priority: DrainQueue(priority.label, connection=self._redis, serializer=SERIALIZER)
            for priority in Priority
        }

    def ring(self, priority: Priority) -> None:
        """
        Wake a worker of this priority, unless a ring is under way.

        Raises:
            UnavailableError: When Redis is away, within half a second.
        """
        if not self._redis.set(_flag(priority), 1, nx=True, ex=WAKE_S):
            return
        try:
            self._queues[priority].add_drain(priority.label)
        except (RedisError, UnavailableError) as error:
            # Left standing, the flag would keep every ring of the next half minute from being heard.
            with suppress(UnavailableError):
                self.clear(priority)
            raise UnavailableError("Redis", error) from error

    def clear(self, priority: Priority) -> None:
        """
        Let the next ring of this priority be heard.

        Raises:
            UnavailableError: When Redis is away.
        """
        self._redis.delete(_flag(priority))

    def is_up(self) -> bool:
        """Tell whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except UnavailableError:
            return False

    def close(self) -> None:
        """Let go of the connections."""
        self._redis.close()


def _flag(priority: Priority) -> str:
    return f"crm:wake:{priority.label}"
