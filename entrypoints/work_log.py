"""What the log and the traces tell of work: which event or follow-up, which try, by whom, with what end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import structlog
from structlog.contextvars import bound_contextvars

from entrypoints.tracing import Record
from openphone_crm.attempts import Problem
from openphone_crm.errors import CrmError
from openphone_crm.follow_up_work import BatchTask, FollowUpWork, Save, Task
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.ids import FollowUpId
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.spans import span_of_event, span_of_follow_up
from openphone_crm.work_records import Attempt, Claim

_LOG = structlog.get_logger(__name__)


@attrs.frozen
class WorkLog:
    """Tells of each try at a piece of work; `record` takes its span, where traces are sent."""

    record: Record | None = None

    def event_done(self, event: ClaimedEvent, attempt: Attempt) -> None:
        """Tell of an event that was processed."""
        _LOG.debug("an event is done", **_names_of(event), **_facts_of(attempt))
        self._trace(event, attempt)

    def follow_up_done(self, follow_up: ClaimedFollowUp, attempt: Attempt) -> None:
        """Tell of a follow-up that was worked on."""
        _LOG.debug("a follow-up is done", **_names_of(follow_up), **_facts_of(attempt))
        self._trace(follow_up, attempt)

    def of_follow_ups(self, work: FollowUpWork) -> FollowUpWork:
        """Have the work on follow-ups told of, and all that is logged meanwhile say what it is about."""
        return attrs.evolve(
            work,
            tasks={kind: _named_in_the_log(task) for kind, task in work.tasks.items()},
            batch_tasks={kind: _kind_in_the_log(kind, task) for kind, task in work.batch_tasks.items()},
            on_done=self.follow_up_done,
            on_problem=self.problem,
        )

    def problem(self, problem: Problem) -> None:
        """Say what went wrong; an error of our own says it in a sentence, any other with its traceback."""
        is_ours = isinstance(problem.error, CrmError)
        tell = _LOG.error if problem.is_final else _LOG.warning
        tell(
            "an attempt failed for good" if problem.is_final else "an attempt failed",
            **_names_of(problem.claim),
            **_facts_of(problem.tried),
            again_at=problem.again_at.isoformat() if problem.again_at else None,
            reason=str(problem.error),
            exc_info=None if is_ours else problem.error,
        )
        self._trace(problem.claim, problem.tried)

    def _trace(self, claim: Claim, attempt: Attempt) -> None:
        if self.record is None:
            return
        match claim:
            case ClaimedEvent():
                self.record(span_of_event(claim, attempt))
            case ClaimedFollowUp():
                self.record(span_of_follow_up(claim, attempt))
            case _:
                pass


def _named_in_the_log(task: Task) -> Task:
    def work(claim: ClaimedFollowUp) -> Save:
        with bound_contextvars(**_names_of(claim), attempt=claim.attempts_made + 1):
            return task(claim)

    return work


def _kind_in_the_log(kind: str, task: BatchTask) -> BatchTask:
    def work(claims: Sequence[ClaimedFollowUp]) -> Mapping[FollowUpId, Save | Exception]:
        with bound_contextvars(kind=kind, follow_ups=len(claims)):
            return task(claims)

    return work


def _names_of(claim: Claim) -> dict[str, str | None]:
    match claim:
        case ClaimedEvent():
            return {"event_id": claim.id, "event_type": claim.event_type}
        case ClaimedFollowUp():
            return {"follow_up_id": claim.id, "kind": claim.kind, "event_id": claim.origin}
        case _:
            return {"work_id": claim.id}


def _facts_of(attempt: Attempt) -> dict[str, str | int | float]:
    return {
        "attempt": attempt.number,
        "worker": attempt.worker,
        "outcome": attempt.outcome,
        "seconds": attempt.duration_seconds,
    }
