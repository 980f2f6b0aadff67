"""What people may make of groups of dead letters."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.failure_views import FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.testing.contracts.dead_letters import cause, fail, fail_follow_up, mend

GROUP = cause().id
ACTS = ("acknowledge", "resolve", "ignore")


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend a store with one dead letter."""
    crm = MemoryCrm()
    fail(crm, "a", at=1)
    return crm


@pytest.fixture
def desk(crm: MemoryCrm) -> FailureDesk:
    """Lend the desk over that store."""
    return FailureDesk(failures=crm.failures, clock=MemoryClock())


def act(desk: FailureDesk, name: str, failure_id: FailureId = GROUP) -> FailureGroup:
    """Have Ann do that to a group."""
    do: Callable[..., FailureGroup] = getattr(desk, name)
    return do(failure_id, by="Ann")


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("acknowledge", FailureState.ACKNOWLEDGED),
        ("resolve", FailureState.RESOLVED),
        ("ignore", FailureState.IGNORED),
    ],
)
def test_an_act_leads_to_its_state(crm: MemoryCrm, desk: FailureDesk, name: str, state: FailureState) -> None:
    """The group is in the state that was asked for, and who asked for it is kept."""
    group = act(desk, name)

    assert group.state is state
    (entry,) = crm.audit.of(GROUP)
    assert (entry.by, entry.action) == ("Ann", f"failure {state}")


@pytest.mark.parametrize("name", ACTS)
def test_the_same_act_again_is_a_conflict(crm: MemoryCrm, desk: FailureDesk, name: str) -> None:
    """What was said already is not said twice, and leaves no second entry."""
    act(desk, name)

    with pytest.raises(ConflictError, match="already"):
        act(desk, name)

    assert len(crm.audit.of(GROUP)) == 1


@pytest.mark.parametrize(("before", "after"), list(permutations(ACTS, 2)))
def test_people_may_change_their_minds(desk: FailureDesk, before: str, after: str) -> None:
    """As long as something is failed, one act may follow any other."""
    first = act(desk, before)

    second = act(desk, after)

    assert first.state is not second.state


@pytest.mark.parametrize("name", [*ACTS, "retry_follow_ups"])
def test_an_unknown_group_is_not_found(desk: FailureDesk, name: str) -> None:
    """Nothing can be made of what is not there."""
    with pytest.raises(NotFoundError):
        act(desk, name, FailureId("nobody"))


@pytest.mark.parametrize("name", ["acknowledge", "retry_follow_ups"])
def test_where_nothing_is_left_there_is_nothing_to_do(crm: MemoryCrm, desk: FailureDesk, name: str) -> None:
    """A group whose events were all done is no work for anybody, and the refusal says so."""
    mend(crm, "a", at=2)

    with pytest.raises(ConflictError, match="nothing of this group is failed any more"):
        act(desk, name)


def test_what_is_mended_may_be_closed(crm: MemoryCrm, desk: FailureDesk) -> None:
    """A group that nothing is left of shows as resolved, and resolving it has the next failure open it."""
    act(desk, "acknowledge")
    mend(crm, "a", at=2)

    act(desk, "resolve")

    fail(crm, "b", at=3)
    group = crm.failures.get(GROUP)
    assert group is not None
    assert group.state is FailureState.OPEN


def test_follow_ups_are_tried_again(crm: MemoryCrm, desk: FailureDesk) -> None:
    """All follow-ups of a group are due again, and who wanted that is kept."""
    why = cause(event_type="send")
    fail_follow_up(crm, "b", at=1)
    fail_follow_up(crm, "c", at=2)

    retried = desk.retry_follow_ups(why.id, by="Ann")

    assert retried == 2
    assert [entry.action for entry in crm.audit.of(why.id)] == ["follow-ups retried"]
