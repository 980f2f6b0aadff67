"""An entry about work says which, which try, and whose; and is a span where traces are sent."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from entrypoints.work_log import WorkLog
from openphone_crm.attempts import Problem
from openphone_crm.errors import CrmError, UnavailableError
from openphone_crm.follow_up_work import FollowUpWork, Save, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, begun_by, follow_up_id
from openphone_crm.ids import EventId
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.priority import Priority
from openphone_crm.spans import Span
from openphone_crm.testing.happenings import NOON
from tests.unit.test_spans import EVENT, EVENT_ID, attempt


def problem(error: BaseException, *, is_final: bool = False) -> Problem:
    """Make a problem with an event."""
    return Problem(
        claim=EVENT,
        kind=EVENT.event_type,
        tried=attempt(2, "failed", type(error).__name__),
        error=error,
        again_at=None if is_final else NOON + timedelta(minutes=2),
    )


def test_a_problem_names_the_event_the_try_and_the_worker() -> None:
    """What went wrong is told with all that one needs to look it up, and when it is tried again."""
    with capture_logs() as logs:
        WorkLog().problem(problem(UnavailableError("openphone", "no route")))

    (entry,) = logs
    assert entry.pop("reason") == str(UnavailableError("openphone", "no route"))
    assert entry == {
        "event": "an attempt failed",
        "log_level": "warning",
        "event_id": EVENT_ID,
        "event_type": "message.received",
        "attempt": 2,
        "worker": "host:1:critical",
        "outcome": "failed",
        "seconds": 0.5,
        "again_at": (NOON + timedelta(minutes=2)).isoformat(),
        "exc_info": None,
    }


@pytest.mark.parametrize("error", [CrmError("known"), KeyError("unknown")])
def test_a_dead_letter_is_an_error(error: Exception) -> None:
    """An error of our own says it in a sentence, any other with its traceback."""
    with capture_logs() as logs:
        WorkLog().problem(problem(error, is_final=True))

    (entry,) = logs
    assert (entry["event"], entry["log_level"]) == ("an attempt failed for good", "error")
    assert entry["exc_info"] is (None if isinstance(error, CrmError) else error)


def test_each_try_is_a_span() -> None:
    """Done or failed, an attempt at an event is recorded once."""
    spans: list[Span] = []
    log = WorkLog(spans.append)

    log.event_done(EVENT, attempt())
    log.problem(problem(KeyError("x")))

    assert [(span.name, span.error) for span in spans] == [
        ("process message.received", None),
        ("process message.received", "KeyError"),
    ]


@attrs.define
class Seen:
    """What was bound for the log while a follow-up was worked on."""

    bound: list[dict[str, object]] = attrs.field(factory=list)

    def work(self, _: ClaimedFollowUp) -> Save:
        """See what is bound, and have nothing to save."""
        self.bound.append(dict(get_contextvars()))
        return nothing_to_save


def test_what_is_logged_for_a_follow_up_names_it() -> None:
    """Its id, its kind, the try and the event it began with are bound as long as it is worked on."""
    crm, clock, seen, spans = MemoryCrm(), MemoryClock(), Seen(), list[Span]()
    crm.follow_ups.add([begun_by(EVENT_ID, due("tell", clock)), due("chat", clock)])
    work = FollowUpWork(
        follow_ups=crm.follow_ups,
        unit_of_work=crm.unit_of_work,
        clock=clock,
        tasks={"tell": seen.work, "chat": seen.work},
    )

    with capture_logs() as logs:
        WorkLog(spans.append).of_follow_ups(work).drain(worker="w1", should_stop=lambda: False)

    bound = {each["kind"]: each for each in seen.bound}
    assert bound["tell"] == {
        "follow_up_id": follow_up_id("tell", "ACx1"),
        "kind": "tell",
        "event_id": EVENT_ID,
        "attempt": 1,
    }
    assert bound["chat"]["event_id"] is None
    assert get_contextvars() == {}
    assert {(entry["follow_up_id"], entry["worker"], entry["attempt"]) for entry in logs} == {
        (follow_up_id(kind, "ACx1"), "w1", 1) for kind in ("tell", "chat")
    }
    assert sorted(span.name for span in spans) == ["follow up chat", "follow up tell"]


def test_several_at_a_time_say_of_which_kind_they_are() -> None:
    """A task for many has no one to name."""
    crm, clock, bound = MemoryCrm(), MemoryClock(), list[dict[str, object]]()
    crm.follow_ups.add([due("extract", clock, "ACx1"), due("extract", clock, "ACx2")])

    def read(claims: object) -> dict[object, Save | Exception]:
        bound.append(dict(get_contextvars()))
        assert isinstance(claims, list)
        return {claim.id: nothing_to_save for claim in claims}

    work = FollowUpWork(
        follow_ups=crm.follow_ups,
        unit_of_work=crm.unit_of_work,
        clock=clock,
        tasks={},
        batch_tasks={"extract": read},  # type: ignore[dict-item] # it looks at nothing of them
    )

    WorkLog().of_follow_ups(work).drain(worker="w1", should_stop=lambda: False)

    assert bound == [{"kind": "extract", "follow_ups": 2}]


def due(kind: str, clock: MemoryClock, subject: str = "ACx1") -> FollowUp:
    """Make something to be done at once."""
    return FollowUp(
        id=follow_up_id(kind, subject),
        kind=kind,
        subject=subject,
        priority=Priority.STANDARD,
        created_at=clock.now(),
        due_at=clock.now(),
    )


def test_an_origin_is_remembered_beside_what_else_is_known() -> None:
    """A follow-up keeps its details; one without an origin stays as it is."""
    follow_up = attrs.evolve(due("tell", MemoryClock()), details={"a": "b"})

    found = [begun_by(EventId("e1"), follow_up).details, begun_by(None, follow_up).details]

    assert found == [{"a": "b", "event_id": "e1"}, {"a": "b"}]
