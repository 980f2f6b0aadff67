"""What looking at groups of dead letters promises, and deciding on them."""

from __future__ import annotations

from functools import partial

from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.paging import PageRequest, Position
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, at_once, joined
from openphone_crm.testing.contracts.dead_letters import (
    cause,
    decision,
    fail,
    fail_follow_up,
    fail_once,
    mend,
)
from openphone_crm.testing.contracts.scenes import EVERYTHING, LEASE
from openphone_crm.testing.contracts.store import Store

NO_IDS = ("", "no-id", "%", "\u2603'", "a\x00b", "x" * 5000)


class FailuresContract:
    """Dead letters of one cause are one group, whose figures are those of this moment."""

    def test_what_fails_alike_is_one_group(self, store: Store) -> None:
        """Events of one cause are counted together, from the first to the last of them."""
        fail(store, "a", at=2)
        fail(store, "b", at=5)
        fail(store, "c", at=3)

        page = store.failures.find(FailureFilter(), EVERYTHING)

        group = FailureGroup(
            cause=cause(),
            count=3,
            first_seen=make.later(2),
            last_seen=make.later(5),
            decided=FailureState.OPEN,
        )
        assert page.items == (group,)
        assert store.failures.get(cause().id) == group

    def test_what_fails_otherwise_is_another_group(self, store: Store) -> None:
        """Another error, place or type of event is another group, the one seen last the first."""
        causes = [
            cause(),
            cause(error_class="OSError"),
            cause(place="another"),
            cause(event_type="call.missed"),
        ]
        for number, why in enumerate(causes):
            fail(store, f"{number}", at=number, why=why)

        page = store.failures.find(FailureFilter(), EVERYTHING)

        assert [group.cause for group in page.items] == causes[::-1]

    def test_a_failure_that_is_tried_again_is_no_dead_letter(self, store: Store) -> None:
        """As long as there is a next attempt, nothing is in a group."""
        fail_once(store, "a")

        assert store.failures.find(FailureFilter(), EVERYTHING).items == ()

    def test_what_was_put_right_does_not_count(self, store: Store) -> None:
        """A dead letter that was processed after all is counted no longer, and its group stays."""
        fail(store, "a", at=1)
        fail(store, "b", at=2)

        mend(store, "a", at=3)

        group = _group(store)
        assert (group.count, group.last_seen) == (1, make.later(2))

    def test_follow_ups_fail_too(self, store: Store) -> None:
        """What could not be sent stands in a group of its kind."""
        fail(store, "a", at=1)
        fail_follow_up(store, "b", at=2)
        fail_follow_up(store, "c", at=3)

        groups = store.failures.find(FailureFilter(), EVERYTHING).items

        assert [(group.cause.event_type, group.count) for group in groups] == [
            ("send", 2),
            ("message.received", 1),
        ]

    def test_a_group_that_is_not_there(self, store: Store) -> None:
        """Whatever an id looks like, a group that nobody knows is None, and nothing can be decided of it."""
        fail(store, "a", at=1)
        ids = [FailureId(each) for each in (cause(place="another").id, *NO_IDS)]

        found = [store.failures.get(each) for each in ids]
        decided = [store.failures.decide(each, FailureState.IGNORED, decision(each)) for each in ids]

        assert found == [None] * len(ids)
        assert decided == [False] * len(ids)
        assert list(store.audit.of("no-id")) == []

    def test_a_decision_is_kept_with_who_made_it(self, store: Store) -> None:
        """The state of the group is the one that was decided, and an entry says by whom."""
        fail(store, "a", at=1)
        entry = decision(cause().id)

        decided = store.failures.decide(cause().id, FailureState.ACKNOWLEDGED, entry)

        assert decided is True
        assert _group(store).decided is FailureState.ACKNOWLEDGED
        assert list(store.audit.of(cause().id)) == [entry]

    def test_what_is_decided_already_is_not_decided_again(self, store: Store) -> None:
        """Of many who decide the same at once, one does, and one entry is kept."""
        fail(store, "a", at=1)
        entries = [decision(cause().id, by=f"{number}") for number in range(5)]

        decided = at_once(
            *(partial(store.failures.decide, cause().id, FailureState.IGNORED, entry) for entry in entries)
        )

        assert decided.count(True) == 1
        assert list(store.audit.of(cause().id)) == [entries[decided.index(True)]]

    def test_a_new_failure_opens_what_was_resolved(self, store: Store) -> None:
        """A resolved group is open again, an ignored or acknowledged one stays what it is."""
        states = {}

        for state in (FailureState.RESOLVED, FailureState.IGNORED, FailureState.ACKNOWLEDGED):
            why = cause(place=state.value)
            fail(store, f"{state} before", at=1, why=why)
            store.failures.decide(why.id, state, decision(why.id))
            fail(store, f"{state} after", at=2, why=why)
            states[state] = _group(store, why.id).decided

        assert states == {
            FailureState.RESOLVED: FailureState.OPEN,
            FailureState.IGNORED: FailureState.IGNORED,
            FailureState.ACKNOWLEDGED: FailureState.ACKNOWLEDGED,
        }

    def test_groups_are_found_by_the_state_that_is_shown(self, store: Store) -> None:
        """Every state finds the groups that show it; one that nothing is left of is resolved or ignored."""
        expected: dict[FailureState, set[FailureId]] = {state: set() for state in FailureState}
        for state in FailureState:
            for is_mended in (False, True):
                why = cause(place=f"{state} {is_mended}")
                fail(store, why.place, at=1, why=why)
                store.failures.decide(why.id, state, decision(why.id))
                if is_mended:
                    mend(store, why.place, at=2)
                shown = _group(store, why.id).state
                expected[shown].add(why.id)

        found = {state: _ids(store, state) for state in FailureState}

        assert found == expected
        assert {state: len(ids) for state, ids in found.items()} == {
            FailureState.OPEN: 1,
            FailureState.ACKNOWLEDGED: 1,
            FailureState.RESOLVED: 4,
            FailureState.IGNORED: 2,
        }

    def test_follow_ups_of_a_group_are_tried_again(self, store: Store) -> None:
        """They and no others are due at once, with all their retries before them; an entry says by whom."""
        why = cause(event_type="send")
        fail_follow_up(store, "a", at=1)
        fail_follow_up(store, "b", at=2)
        fail_follow_up(store, "c", at=3, kind="tell")
        entry = decision(why.id)

        retried = store.failures.retry_follow_ups(why.id, now=make.later(10), entry=entry)

        claims = store.follow_ups.claim(
            Priority.STANDARD, worker="w2", now=make.later(10), lease=LEASE, limit=10
        )
        assert retried == 2
        assert sorted(claim.subject for claim in claims) == ["a", "b"]
        assert {(claim.retry_count, claim.attempts_made) for claim in claims} == {(0, 1)}
        assert _group(store, why.id).count == 0
        assert list(store.audit.of(why.id)) == [entry]

    def test_without_follow_ups_there_is_nothing_to_try_again(self, store: Store) -> None:
        """A group of events, an unknown one, or one that was retried just now has none; nothing is kept."""
        fail(store, "a", at=1)
        ids = [FailureId(each) for each in (cause().id, *NO_IDS)]

        retried = [store.failures.retry_follow_ups(each, now=make.NOON, entry=decision(each)) for each in ids]

        assert retried == [0] * len(ids)
        assert _group(store).count == 1
        assert list(store.audit.of(cause().id)) == []

    def test_pages_visit_every_group_once(self, store: Store) -> None:
        """Page by page every group is seen once, the one seen last first, though many are of one moment."""
        causes = [cause(place=f"{number}") for number in range(9)]
        for number, why in enumerate(causes):
            fail(store, why.place, at=number // 4, why=why)

        pages = all_pages(partial(store.failures.find, FailureFilter()), limit=2)

        found = joined(pages)
        assert found == sorted(found, key=lambda group: (group.last_seen, group.id), reverse=True)
        assert {group.id for group in found} == {why.id for why in causes}
        assert len(found) == 9

    def test_a_cursor_of_another_list(self, store: Store) -> None:
        """A position that is none of this list gives a page, and breaks nothing."""
        fail(store, "a", at=1)

        pages = [
            store.failures.find(FailureFilter(), PageRequest(1, Position(make.later(2), tie)))
            for tie in NO_IDS
        ]

        assert {len(page.items) for page in pages} == {1}

    def test_a_decision_is_a_change(self, store: Store) -> None:
        """Whoever polls for events is told, once something was decided."""
        fail(store, "a", at=1)
        before = store.changes.current("events")

        store.failures.decide(cause().id, FailureState.IGNORED, decision(cause().id))

        assert store.changes.current("events") > before


def _group(store: Store, failure_id: FailureId | None = None) -> FailureGroup:
    group = store.failures.get(failure_id or cause().id)
    assert group is not None
    return group


def _ids(store: Store, state: FailureState) -> set[FailureId]:
    return {group.id for group in store.failures.find(FailureFilter(state), EVERYTHING).items}
