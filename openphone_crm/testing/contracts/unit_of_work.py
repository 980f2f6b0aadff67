"""What transactions promise: all or nothing, alone where it is asked for."""

from __future__ import annotations

from openphone_crm.crm import Message
from openphone_crm.errors import ConflictError, LeaseLostError
from openphone_crm.ids import ConversationId
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.locking import LockingContract
from openphone_crm.testing.contracts.round_trips import RoundTripContract
from openphone_crm.testing.contracts.scenes import (
    claim,
    claim_alone,
    converse,
    seen,
    write_contacts,
)
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status
from openphone_crm.working_set import Changes, Wanted


class BrokenError(Exception):
    """What goes wrong in the middle of a block."""


class UnitOfWorkContract(RoundTripContract, LockingContract):
    """Everything in a block happens, or nothing of it."""

    def test_a_block_that_raises_leaves_nothing(self, store: Store) -> None:
        """Whatever was written and settled before the error is undone, and the error is passed on."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        talk, ann = make.conversation(make.ANN), make.contact("Ann", make.ANN)

        with raising(BrokenError), store.unit_of_work.begin() as transaction:
            transaction.save(
                Changes(
                    conversations=(talk,),
                    entries=(make.entry(talk),),
                    touched=frozenset({talk.id}),
                    contacts=(ann,),
                    messages=(make.message("hi"),),
                )
            )
            transaction.settle([make.settlement("one")], worker="w1")
            raise BrokenError

        assert store.conversations.get(talk.id) is None
        assert store.contacts.get(ann.id) is None
        assert _messages(store, "hi") == ()
        assert _status(store, "one") is Status.PROCESSING

    def test_an_undone_block_restores_what_was_there(self, store: Store) -> None:
        """What an undone block had replaced, removed or read is as it was."""
        talk = make.conversation(make.ANN)
        converse(store, talk, make.entry(talk, "a", is_inbound=True))
        before = seen(store, talk)

        with raising(BrokenError), store.unit_of_work.begin() as transaction:
            removed = Changes(removed_entries=(make.item_id("a"),), touched=frozenset({talk.id}))
            transaction.mark_read(talk.id)
            transaction.save(removed)
            raise BrokenError

        assert seen(store, talk) == before

    def test_settled_events_are_done(self, store: Store) -> None:
        """A settled event is processed, at that moment, with its attempt, and nobody's any more."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        claim(store)
        settlements = [make.settlement("one", processed_at=make.later(5)), make.settlement("two")]

        with store.unit_of_work.begin() as transaction:
            transaction.settle(settlements, worker="w1")

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert (detail.event.status, detail.event.processed_at) == (Status.PROCESSED, make.later(5))
        assert detail.attempts == (settlements[0].attempt,)
        assert claim_alone(store, now=make.later(1e6)) is None

    def test_success_clears_the_error_of_earlier_tries(self, store: Store) -> None:
        """An event that went well in the end shows no error, but the attempts at it."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        store.inbox.settle_failure(make.failure("one", due_at=make.NOON), worker="w1")
        claim(store)
        success = make.settlement("one", retry_count=1, attempt=make.attempt(2))

        with store.unit_of_work.begin() as transaction:
            transaction.settle([success], worker="w1")

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert (detail.event.error_message, detail.event.retry_count) == (None, 1)
        assert [attempt.outcome for attempt in detail.attempts] == ["failed", "processed"]

    def test_a_worker_that_lost_its_lease_saves_nothing(self, store: Store) -> None:
        """Once another worker has one of its events, nothing of a worker's batch is written."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        claim(store, "slow")
        taken_over = claim_alone(store, "quick", now=make.later(31))

        with raising(LeaseLostError), store.unit_of_work.begin() as transaction:
            transaction.save(Changes(messages=(make.message("hi"),)))
            transaction.settle([make.settlement("one"), make.settlement("two")], worker="slow")

        assert taken_over is not None
        assert _messages(store, "hi") == ()
        assert _status(store, "one") is _status(store, "two") is Status.PROCESSING

    def test_an_event_is_not_settled_twice(self, store: Store) -> None:
        """What was given back is not this worker's any more."""
        store.inbox.add([make.arrival("one")])
        claim(store)
        with store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement("one")], worker="w1")

        with raising(LeaseLostError), store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement("one")], worker="w1")

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert len(detail.attempts) == 1

    def test_a_lease_that_ran_out_unnoticed_still_counts(self, store: Store) -> None:
        """As long as nobody took an event over, its worker may settle it, however late."""
        store.inbox.add([make.arrival("one")])
        claim(store, now=make.NOON)

        with store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement("one", processed_at=make.later(3600))], worker="w1")

        assert _status(store, "one") is Status.PROCESSED

    def test_a_number_has_one_owner(self, store: Store) -> None:
        """A contact with another contact's number is refused, with all that was to be saved beside it."""
        write_contacts(store, make.contact("Ann", make.ANN))
        thief = make.contact("Ben", make.BEN, make.ANN)

        with raising(ConflictError), store.unit_of_work.begin() as transaction:
            transaction.save(Changes(contacts=(thief,), messages=(make.message("hi"),)))

        assert store.contacts.get(thief.id) is None
        assert _messages(store, "hi") == ()

    def test_reading_a_conversation_that_is_not_there(self, store: Store) -> None:
        """A conversation that nobody knows cannot be read."""
        unknown = make.conversation(make.CARA)

        with store.unit_of_work.begin() as transaction:
            answers = [transaction.mark_read(each) for each in (unknown.id, ConversationId("no id at all"))]

        assert answers == [False, False]


def _messages(store: Store, name: str) -> tuple[Message, ...]:
    with store.unit_of_work.begin() as transaction:
        return _load(transaction, name)


def _load(transaction: Transaction, name: str) -> tuple[Message, ...]:
    wanted = Wanted(message_ids=frozenset({make.message(name).openphone_id}))
    return transaction.load_resources(wanted).messages


def _status(store: Store, name: str) -> Status | None:
    detail = store.events.get(make.event_id(name))
    return detail.event.status if detail else None
