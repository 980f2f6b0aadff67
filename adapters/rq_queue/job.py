"""The one job there is: drain a queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import attrs
from rq.job import Job
from rq.queue import Queue

# This name is stored in Redis, where yesterday's deployment may have left it: the function must never move.
DRAIN = "entrypoints.jobs.drain"

SERIALIZER = "json"
LONGEST_WAIT_S = 300
LONGEST_RUN_S = 60


@attrs.frozen
class ForbiddenJobError(Exception):
    """Somebody put another job into our queue."""

    job_id: str

    def __str__(self) -> str:
        """Name the job, and not what it would have run."""
        return f"job {self.job_id} is not {DRAIN}"


class DrainJob(Job):
    """
    A job that can be nothing but the drain.

    JSON keeps pickles out, but not a job that names `os.system`: whoever can write to Redis could run
    anything. So no other function is ever imported, and neither are callbacks or webhooks.
    """

    @property
    def func(self) -> Callable[..., Any] | None:
        """
        The drain.

        Raises:
            ForbiddenJobError: When the job names anything else.
        """
        if self.func_name != DRAIN or self.instance is not None:
            raise ForbiddenJobError(self.id)
        return cast("Callable[..., Any] | None", super().func)

    @property
    def success_callback(self) -> None:
        """Nothing."""

    @property
    def failure_callback(self) -> None:
        """Nothing."""

    @property
    def stopped_callback(self) -> None:
        """Nothing."""

    def send_webhooks(self, *_arguments: object, **_options: object) -> None:
        """Send nothing."""


class DrainQueue(Queue):
    """A queue of such jobs."""

    job_class = DrainJob

    def add_drain(self, label: str) -> None:
        """Put a drain of the priority of that label into the queue."""
        self.enqueue_call(
            DRAIN,
            args=(label,),
            # The default would write the arguments of the job into Redis and into logs.
            description=f"drain {label}",
            timeout=LONGEST_RUN_S,
            result_ttl=0,
            failure_ttl=LONGEST_WAIT_S,
            # While no worker is there, rings do not pile up.
            ttl=LONGEST_WAIT_S,
        )
