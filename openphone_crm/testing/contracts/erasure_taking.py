"""What a store promises about taking away what is a person's: all of it, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaitingError
from contextlib import suppress

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.erasure import Erasure
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import PATIENCE_S, raising
from openphone_crm.testing.contracts.erasing_scenes import OTHER, TALK, have_items
from openphone_crm.testing.contracts.scenes import LEASE, write, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.working_set import Changes, Wanted

_A_MOMENT_S = 0.3
"""So long one waits for what must not happen."""


class BrokenError(Exception):
    """What goes wrong in the middle of a block."""


class ErasureTakingContract:
    """What is erased is gone at once, or not at all when the block raises."""

    def test_what_is_erased_is_gone(self, store: Store) -> None:
        """Resources with all their parts, conversations and the contact; and nothing of anybody else."""
        have_items(store)
        ann, ben = make.contact("Ann", make.ANN), make.contact("Ben", make.BEN)
        write_contacts(store, ann, ben, history=(make.change(ann), make.change(ben)))
        others = Wanted(message_ids=frozenset({"ACxkept"}))

        with store.erasures.begin(alone=True) as transaction:
            everything = transaction.resources_in([TALK.id])
            transaction.erase(
                Erasure(
                    at=make.NOON,
                    names=frozenset({make.ANN}),
                    resources=everything,
                    conversation_ids=frozenset({TALK.id}),
                    contact_id=ann.id,
                )
            )

        with store.unit_of_work.begin() as transaction:
            left, kept = transaction.load_resources(everything), transaction.load_resources(others)
        assert not any(attrs.astuple(left, recurse=False))
        assert len(kept.messages) == 1
        assert (store.contacts.get(ann.id), store.conversations.get(TALK.id)) == (None, None)
        assert (store.contacts.get(ben.id), store.conversations.get(OTHER.id) is None) == (ben, False)

    def test_a_conversation_that_stays_is_brought_up_to_date(self, store: Store) -> None:
        """What was unread and is erased is not counted any more."""
        entries = tuple(make.entry(OTHER, name, is_inbound=True) for name in ("a", "b"))
        messages = tuple(make.message(name, conversation_id=OTHER.id) for name in ("a", "b"))
        write(store, conversations=(OTHER,), messages=messages, entries=entries)

        _erase(store, resources=Wanted(message_ids=frozenset({"ACxa"})))

        view = store.conversations.get(OTHER.id)
        assert view is not None
        assert (view.unread_count, view.last_item.text) == (1, "b")

    def test_marks_are_found_by_their_names(self, store: Store) -> None:
        """A name that was erased is known, with the last time that it was; another one is not."""
        assert _marks(store) == (False, {})

        _erase(store, make.ANN, "ACx1", at=make.later(5))
        _erase(store, make.ANN, at=make.later(3))
        _erase(store, "ACx1", at=make.later(9))

        assert _marks(store) == (True, {make.ANN: make.later(5), "ACx1": make.later(9)})

    def test_an_undone_erasure_leaves_everything(self, store: Store) -> None:
        """When the block raises, nothing is gone, and nobody was erased."""
        have_items(store)

        with raising(BrokenError), store.erasures.begin(alone=True) as transaction:
            transaction.erase(
                Erasure(at=make.NOON, names=frozenset({make.ANN}), conversation_ids=frozenset({TALK.id}))
            )
            raise BrokenError

        assert store.conversations.get(TALK.id) is not None
        assert _marks(store) == (False, {})

    def test_an_erasure_is_seen_to_change_things(self, store: Store) -> None:
        """A poll of either scope looks again."""
        before = [store.changes.current(scope) for scope in ("crm", "events")]

        _erase(store, make.ANN)

        after = [store.changes.current(scope) for scope in ("crm", "events")]
        assert all(now > then for now, then in zip(after, before, strict=True))

    def test_follow_ups_about_what_is_erased_go(self, store: Store) -> None:
        """Nobody is told any more, and one about somebody else stays."""
        store.follow_ups.add([make.follow_up("hers", subject="ACx1"), make.follow_up("his", subject="ACx2")])

        _erase(store, "ACx1")

        store.follow_ups.add([make.follow_up("hers", subject="ACx1", details={"text": "again"})])
        claims = store.follow_ups.claim(Priority.CRITICAL, worker="w", now=make.NOON, lease=LEASE, limit=9)
        assert {claim.subject: claim.details for claim in claims} == {"ACx1": {"text": "again"}, "ACx2": {}}

    def test_an_erasure_is_recorded_with_it(self, store: Store) -> None:
        """Who did it is written in the same transaction."""
        entry = AuditEntry(at=make.NOON, by="Ann", action="erase", subject="someone")

        with raising(BrokenError), store.erasures.begin(alone=False) as transaction:
            transaction.record(attrs.evolve(entry, by="nobody"))
            raise BrokenError
        with store.erasures.begin(alone=False) as transaction:
            transaction.record(entry)

        assert list(store.audit.of("someone")) == [entry]

    def test_who_erases_alone_waits_for_who_saves(self, store: Store) -> None:
        """Nobody is erased while a worker has looked who is, and has not saved yet."""
        with ThreadPoolExecutor(1) as pool:
            with store.unit_of_work.begin() as transaction:
                transaction.has_erasures()
                erasing = pool.submit(_erase, store, make.ANN)
                with suppress(StillWaitingError):
                    erasing.result(_A_MOMENT_S)
                was_erased = erasing.done()
                transaction.save(Changes(messages=(make.message("hi"),)))
            erasing.result(PATIENCE_S)

        assert not was_erased
        assert _marks(store)[0]

    def test_who_saves_waits_for_who_erases_alone(self, store: Store) -> None:
        """Whoever looks who is erased while somebody is sees it."""
        with ThreadPoolExecutor(1) as pool:
            with store.erasures.begin(alone=True) as transaction:
                looking = pool.submit(_marks, store)
                with suppress(StillWaitingError):
                    looking.result(_A_MOMENT_S)
                transaction.erase(Erasure(at=make.NOON, names=frozenset({make.ANN})))
            has_any, marks = looking.result(PATIENCE_S)

        assert (has_any, marks) == (True, {make.ANN: make.NOON})


def _erase(store: Store, *names: str, **fields: object) -> None:
    erasure = Erasure(**{"at": make.NOON, "names": frozenset(names), **fields})  # type: ignore[arg-type] # its fields
    with store.erasures.begin(alone=True) as transaction:
        transaction.erase(erasure)


def _marks(store: Store) -> tuple[bool, dict[str, object]]:
    with store.unit_of_work.begin() as transaction:
        has_any = transaction.has_erasures()
        return has_any, dict(transaction.when_erased([make.ANN, make.BEN, "ACx1", "\U0001f469"]))
