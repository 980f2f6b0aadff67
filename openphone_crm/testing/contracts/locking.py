"""What transactions promise to writers that meet: they wait for each other, and never for ever."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillWaitingError
from contextlib import suppress
from functools import partial

import attrs

from openphone_crm.crm import Message
from openphone_crm.errors import UnavailableError
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.scenes import EVERYTHING, seen
from openphone_crm.testing.contracts.store import Store
from openphone_crm.working_set import Changes, Wanted

_TALK = make.conversation(make.ANN)


class LockingContract:
    """Whoever locks the same keys takes turns."""

    def test_locks_keep_writers_apart(self, store: Store) -> None:
        """Of writers that lock the same key, read and write what they read, each sees the one before."""
        with store.unit_of_work.begin() as transaction:
            transaction.save(Changes(messages=(make.message("tally", text="0"),)))

        at_once(*(partial(_count_up, store) for _ in range(8)))

        (tally,) = _messages(store, "tally")
        assert tally.text == "8"

    def test_what_is_new_to_two_writers_is_stored_once(self, store: Store) -> None:
        """Writers that meet the same people, line and conversation for the first time do not collide."""
        at_once(*(partial(_meet, store, f"{number}") for number in range(8)))

        assert len(store.conversations.timeline(_TALK.id, EVERYTHING).items) == 8
        assert seen(store, _TALK).unread_count == 8

    def test_locks_in_a_circle_come_to_an_end(self, store: Store) -> None:
        """Two writers that wait for each other do not wait for ever: one at least gets through."""
        first: Future[None] = Future()
        second: Future[None] = Future()
        ways = [("a", "b", first, second), ("b", "a", second, first)]

        went_well = at_once(*(partial(_lock_both, store, *way) for way in ways))

        assert any(went_well)

    def test_nothing_is_locked_by_nothing(self, store: Store) -> None:
        """No keys, and any keys, can be locked."""
        keys = ["party:\U0001f469 %s ' \"", "x" * 10_000, "", "call:ACx1"]

        with store.unit_of_work.begin() as transaction:
            transaction.lock(())
            transaction.lock(keys)
            transaction.lock(keys[::-1])
            transaction.save(Changes(messages=(make.message("hi"),)))

        assert len(_messages(store, "hi")) == 1


def _messages(store: Store, name: str) -> tuple[Message, ...]:
    with store.unit_of_work.begin() as transaction:
        return _load(transaction, name)


def _load(transaction: Transaction, name: str) -> tuple[Message, ...]:
    wanted = Wanted(message_ids=frozenset({make.message(name).openphone_id}))
    return transaction.load_resources(wanted).messages


def _count_up(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.lock(["message:tally"])
        (tally,) = _load(transaction, "tally")
        more = attrs.evolve(tally, text=str(int(tally.text or 0) + 1))
        transaction.save(Changes(messages=(more,)))


def _meet(store: Store, name: str) -> None:
    message = make.message(name, conversation_id=_TALK.id)
    entry = make.entry(_TALK, name, id=message.id, is_inbound=True)
    with store.unit_of_work.begin() as transaction:
        transaction.lock([f"party:{make.ANN}"])
        known = transaction.load_contacts([make.ANN], []).contacts
        transaction.save(
            Changes(
                conversations=(_TALK,),
                messages=(message,),
                entries=(entry,),
                touched=frozenset({_TALK.id}),
                lines=(("PNx1", make.OUR_NUMBER),),
                contacts=() if known else (make.contact(name, make.ANN),),
            )
        )


def _lock_both(store: Store, one: str, other: str, mine: Future[None], theirs: Future[None]) -> bool:
    try:
        with store.unit_of_work.begin() as transaction:
            transaction.lock([one])
            mine.set_result(None)
            with suppress(StillWaitingError):
                theirs.result(0.2)
            transaction.lock([other])
    except UnavailableError:
        return False
    return True
