"""Follow-ups of one kind, what is done about them, and what was heard of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import attrs

from openphone_crm.attempts import Problem
from openphone_crm.follow_up_work import BatchTask, FollowUpWork, Save, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.priority import Priority


class ProcessEnded(BaseException):
    """Stands for the end of the process."""


@attrs.define
class Desk:
    """Follow-ups of one kind, what is done about them, and what was heard of it."""

    crm: MemoryCrm = attrs.field(factory=MemoryCrm)
    clock: MemoryClock = attrs.field(factory=MemoryClock)
    problems: list[Problem] = attrs.field(factory=list)
    done: list[str] = attrs.field(factory=list)
    trouble: Callable[[ClaimedFollowUp], Save | None] = lambda _: None
    batch_tasks: dict[str, BatchTask] = attrs.field(factory=dict)

    def ask(self, *subjects: str, priority: Priority = Priority.STANDARD, kind: str = "tell") -> None:
        """Have follow-ups about these due now."""
        now = self.clock.now()
        self.crm.follow_ups.add(
            [
                FollowUp(
                    id=follow_up_id(kind, subject),
                    kind=kind,
                    subject=subject,
                    priority=priority,
                    created_at=now,
                    due_at=now,
                )
                for subject in subjects
            ]
        )

    def work(self, worker: str = "w1", *, should_stop: Callable[[], bool] = lambda: False) -> int:
        """Work on all that is due."""
        work = FollowUpWork(
            follow_ups=self.crm.follow_ups,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            tasks={"tell": self._tell},
            batch_tasks=self.batch_tasks,
            on_problem=self.problems.append,
        )
        return work.drain(worker=worker, should_stop=should_stop)

    def work_for(self, time: timedelta) -> None:
        """Have one worker after the other work for so long."""
        ends = self.clock.now() + time
        while self.clock.now() < ends:
            try:
                self.work()
            except ProcessEnded:
                self.done.append("process ended")
            self.clock.advance(seconds=5)

    def _tell(self, claim: ClaimedFollowUp) -> Save:
        save = self.trouble(claim)
        self.done.append(claim.subject)
        return save or nothing_to_save


def trouble(error: BaseException) -> Callable[[ClaimedFollowUp], Save | None]:
    """Raise this whenever a task begins."""

    def raise_it(_: ClaimedFollowUp) -> Save | None:
        raise error

    return raise_it
