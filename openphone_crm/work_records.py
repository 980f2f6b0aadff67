"""A piece of work on its way through a queue of record: as it is claimed, as it is settled."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.failures import FailureCause
from openphone_crm.priority import Priority


class Status(StrEnum):
    """Where a piece of work stands; `failed` are the dead letters."""

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
    IGNORED = "ignored"

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do."""
        return self in FINISHED


# In this order an index of the events has them, and SQLite uses one only for the very same list.
FINISHED: Final = (Status.PROCESSED, Status.IGNORED)
"""Where what needs nobody any more stands."""


@attrs.frozen
class Loss:
    """A worker that let the lease of a piece of work run out, since it died or hung; when that was."""

    worker: str
    at: datetime


@attrs.frozen(kw_only=True)
class Claim:
    """
    What every worker is told of a piece of work that it has to itself until its lease runs out.

    `tries_alone` is how often it was taken up all by itself before, since a worker had been lost
    with it in hand. `loss` is there when it was taken over from a worker just now.
    """

    id: str
    priority: Priority
    retry_count: int = 0
    attempts_made: int = 0
    tries_alone: int = 0
    loss: Loss | None = None

    @property
    def counted_from(self) -> datetime | None:
        """Since when it has taken time that counts in the figures; None where nobody counts."""
        return None

    @property
    def is_suspect(self) -> bool:
        """Whether nothing else was in the hands of the worker that was lost."""
        return self.loss is not None and self.tries_alone > 0


@attrs.frozen(kw_only=True)
class Attempt:
    """
    One try at a piece of work, as the API shows it.

    `duration_seconds` is that of the batch it was in. `trace` are the places in the code that an
    error nobody foresaw came through, outermost first.
    """

    number: int
    started_at: datetime
    duration_seconds: float
    worker: str
    outcome: str
    error_class: str | None = None
    message: str | None = None
    trace: str | None = None


@attrs.frozen
class FinalFailure:
    """
    Why a piece of work became a dead letter, and when that was settled.

    It may be hours after the last try: of a worker that was lost nobody knows before another looks.
    """

    cause: FailureCause
    at: datetime


@attrs.frozen(kw_only=True)
class Settlement:
    """
    What a try at a piece of work led to.

    `final_failure` groups it with its likes when it became a dead letter. `is_erased` has the store drop
    what the event said, since it was about somebody who is erased. `counted_from` is when what it took
    began; without it the figures leave it out.
    """

    id: str
    status: Status
    retry_count: int
    attempt: Attempt
    tries_alone: int = 0
    processed_at: datetime | None = None
    due_at: datetime | None = None
    error_message: str | None = None
    final_failure: FinalFailure | None = None
    is_erased: bool = False
    counted_from: datetime | None = None
