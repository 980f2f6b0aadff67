"""What the change counter promises: no change slips through, and nothing is told without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.scenes import claim, claim_alone, converse, write, write_contacts
from openphone_crm.testing.contracts.store import Store

_TALK = make.conversation(make.ANN)


class BrokenError(Exception):
    """What goes wrong in the middle of a block."""


class ChangeCounterContract:
    """A number that grows with every committed change of its scope."""

    def test_saving_is_a_change_of_the_crm(self, store: Store) -> None:
        """Whatever a transaction saves is a change, in its own scope."""
        entry = make.entry(_TALK, is_inbound=True)

        changes = [
            _grown(store, lambda: converse(store, _TALK, entry)),
            _grown(store, lambda: write(store, messages=(make.message("hi"),))),
            _grown(store, lambda: write_contacts(store, make.contact("Ann", make.ANN))),
            _grown(store, lambda: write(store, removed_entries=(entry.id,), also_touched=(_TALK.id,))),
        ]

        assert changes == [{"crm"}] * 4

    def test_reading_is_a_change_of_the_crm(self, store: Store) -> None:
        """Marking a conversation as read is seen by those who poll."""
        converse(store, _TALK, make.entry(_TALK, is_inbound=True))

        changed = _grown(store, lambda: _read(store))

        assert changed == {"crm"}

    def test_an_edit_is_a_change_of_the_crm(self, store: Store) -> None:
        """A contact that is made or edited by hand is a change."""
        changes = [_grown(store, partial(_edit, store, name)) for name in ("Ann", "Anna")]

        assert changes == [{"crm"}] * 2

    def test_the_life_of_an_event_is_a_change_of_the_events(self, store: Store) -> None:
        """Storing, claiming, failing, giving back, taking over and settling are changes."""
        one = make.event_id("one")
        life: list[Callable[[], object]] = [
            lambda: store.inbox.add([make.arrival("one")]),
            lambda: claim(store),
            lambda: store.inbox.settle_failure(make.failure("one", due_at=make.NOON), worker="w1"),
            lambda: claim(store),
            lambda: store.inbox.release([one], worker="w1"),
            lambda: claim(store),
            lambda: claim_alone(store, "w2", now=make.later(31)),
            lambda: _settle(store, "w2"),
        ]

        changes = [_grown(store, step) for step in life]

        assert changes == [{"events"}] * len(life)

    def test_where_nothing_happens_nothing_changes(self, store: Store) -> None:
        """A repeated delivery, a claim of nothing and a look change no number."""
        store.inbox.add([make.arrival("one", due_at=make.later(60))])
        idle: list[Callable[[], object]] = [
            lambda: store.inbox.add([make.arrival("again", delivery_key=make.arrival("one").delivery_key)]),
            lambda: claim(store),
            lambda: claim_alone(store, now=make.NOON),
            lambda: store.inbox.due(make.NOON),
            lambda: store.events.get(make.event_id("one")),
            lambda: store.conversations.get(_TALK.id),
        ]

        changes = [_grown(store, step) for step in idle]

        assert changes == [set()] * len(idle)

    def test_what_is_undone_takes_no_number_that_is_used_again(self, store: Store) -> None:
        """After a change that was undone, the next change still makes the number grow."""
        before = _numbers(store)
        with raising(BrokenError):
            _fail(store)

        changed = _grown(store, lambda: _edit(store, "Ann"))

        assert changed == {"crm"}
        assert _numbers(store)["crm"] > before["crm"]


def _numbers(store: Store) -> dict[str, int]:
    return {scope: store.changes.current(scope) for scope in ("crm", "events")}


def _grown(store: Store, step: Callable[[], object]) -> set[str]:
    """Do something, and tell which numbers it made grow; none may shrink."""
    before = _numbers(store)
    step()
    after = _numbers(store)
    assert all(after[scope] >= before[scope] for scope in before)
    return {scope for scope in before if after[scope] > before[scope]}


def _read(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.mark_read(_TALK.id)


def _edit(store: Store, name: str) -> None:
    contact = make.contact(name, id=make.contact_id("one"))
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(contacts=(contact,)))


def _settle(store: Store, worker: str) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.settle([make.settlement("one")], worker=worker)


def _fail(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(contacts=(make.contact("Ben"),)))
        raise BrokenError
