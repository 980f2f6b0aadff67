"""Retrying many dead letters: which ones, how far it is, and how many the workers are given at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.errors import ConflictError, InvalidInputError
from openphone_crm.ids import FailureId, JobId
from openphone_crm.moments import parse_moment
from openphone_crm.texts import storable
from openphone_crm.work_records import Status

LONGEST_TYPE = 50
"""Characters of a type; what is longer has none that one could ask for."""

_WHY_NOT = {
    Status.PENDING: "is tried by itself when it is due",
    Status.PROCESSING: "is being worked on",
    Status.PROCESSED: "is done",
    Status.IGNORED: "is of a type that nothing is done about",
}


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


class JobState(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class RetryFilter:
    """
    Which dead letters are to be retried; None is any. `since` counts from the receipt.

    A type is looked for as a store keeps it.
    """

    event_type: str | None = attrs.field(default=None, converter=_storable)
    since: datetime | None = None
    failure_id: FailureId | None = None

    @classmethod
    def read(cls, asked: Mapping[str, object]) -> RetryFilter:
        """
        Read what a person asks for, by `status`, `type` and `since`, each of which may be missing.

        >>> RetryFilter.read({"type": "call.missed"}).event_type
        'call.missed'

        Raises:
            InvalidInputError: Naming the one that is wrong.
            ConflictError: When it is for events that are no dead letters.
        """
        see_that_it_failed(_status(asked.get("status", Status.FAILED.value)))
        return cls(
            event_type=_event_type(asked["type"]) if "type" in asked else None,
            since=_moment(asked["since"]) if "since" in asked else None,
        )


@attrs.frozen
class RetryPreview:
    """What a filter finds: how many dead letters, and how many of each type."""

    count: int
    by_type: Mapping[str, int]


@attrs.frozen(kw_only=True)
class RetryJob:
    """
    The retry of all dead letters that a filter found when the job was started, `total` of them.

    `done` and `failed` say what became of those that were tried. A job that was cancelled has not
    `ended_at` anything while events that it had released are still on their way.
    """

    id: JobId
    wanted: RetryFilter
    by: str
    created_at: datetime
    state: JobState = JobState.RUNNING
    total: int = 0
    done: int = 0
    failed: int = 0
    ended_at: datetime | None = None

    def counting(self, outcomes: Mapping[Status | None, int]) -> RetryJob:
        """
        This job with more of its events counted, by the status each has; None is an event that is gone.

        >>> job = RetryJob(id=JobId("j"), wanted=RetryFilter(), by="Ann", created_at=datetime(2026, 1, 2))
        >>> counted = job.counting({Status.PROCESSED: 3, Status.FAILED: 1})
        >>> (counted.done, counted.failed)
        (3, 1)
        """
        failed = outcomes.get(Status.FAILED, 0)
        done = sum(outcomes.values()) - failed
        return attrs.evolve(self, done=self.done + done, failed=self.failed + failed)

    def ended(self, at: datetime) -> RetryJob:
        """This job, with nothing left to do."""
        state = JobState.DONE if self.state is JobState.RUNNING else self.state
        return attrs.evolve(self, state=state, ended_at=at)


@attrs.frozen
class InFlight:
    """Events of a job that the workers were given and that have not ended: due now, or due `later` again."""

    now: int = 0
    later: int = 0


@attrs.frozen(kw_only=True)
class Pace:
    """
    How fast a job goes.

    Only `at_once` of its events are due at a time: progress is seen, a cancel finds something to
    cancel, and nobody else's events wait behind thousands. When `most_unsettled` wait for another
    attempt, no more are released: what made them fail is not mended.
    """

    at_once: int = 200
    most_unsettled: int = 2_000

    def room(self, in_flight: InFlight) -> int:
        """
        How many more may be released.

        >>> pace = Pace(at_once=200, most_unsettled=2_000)
        >>> pace.room(InFlight(now=150)), pace.room(InFlight(later=1_900)), pace.room(InFlight(now=250))
        (50, 100, 0)
        """
        unsettled = in_flight.now + in_flight.later
        return max(min(self.at_once - in_flight.now, self.most_unsettled - unsettled), 0)


def see_that_it_failed(status: Status) -> None:
    """
    See that what has this status can be retried by hand.

    Raises:
        ConflictError: When it is no dead letter, saying what it is instead.
    """
    if status is not Status.FAILED:
        reason = f"what is {status} {_WHY_NOT[status]}; only failed events can be retried"
        raise ConflictError(reason)


def _status(value: object) -> Status:
    status = next((known for known in Status if known.value == value), None)
    if status is None:
        raise InvalidInputError("status", f"must be one of {', '.join(Status)}")
    return status


def _event_type(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_TYPE:
        raise InvalidInputError("type", f"must be a text of 1 to {LONGEST_TYPE} characters")
    return value


def _moment(value: object) -> datetime:
    moment = parse_moment(value)
    if moment is None:
        raise InvalidInputError("since", "must be a time in ISO 8601, such as 2026-01-31T08:00:00Z")
    return moment
