"""Connections to Redis that fail fast and say so in the words of the core."""

from __future__ import annotations

from typing import Any, Self, cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from openphone_crm.errors import UnavailableError

TIMEOUT_S = 0.5


class DoorbellConnection(Redis):
    """
    A connection whose commands raise `UnavailableError`.

    RQ's own loop catches Redis' errors and tries again for ever, with pauses of up to a minute in which
    nobody would look whether there is work; this error it does not catch.
    """

    @classmethod
    def to(cls, url: str) -> Self:
        """Make a connection that gives up after half a second, at once and for good; none is opened yet."""
        connection = cls.from_url(
            url,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
        )
        return cast("Self", connection)

    def execute_command(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as foreign as Redis' answers
        """
        Send one command.

        Raises:
            UnavailableError: When Redis cannot be reached or refuses.
        """
        try:
            return super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
        except RedisError as error:
            raise UnavailableError("Redis", error) from error
