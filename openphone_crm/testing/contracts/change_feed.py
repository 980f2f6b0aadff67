"""What a change feed promises: each thing where it changed last, and nothing passed over."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.changes import Change, ChangeCursor, ChangedKind, OutdatedCursorError
from openphone_crm.ids import AlertId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.archive import Kept
from openphone_crm.retry_jobs import RetryFilter
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts import dead_letters
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.changed_wholes import ChangedWholesContract
from openphone_crm.testing.contracts.erasing_scenes import ANN, QUO_ID, ErasingShop, life_of
from openphone_crm.testing.contracts.following import Follower, caught_up
from openphone_crm.testing.contracts.retry_starts import start
from openphone_crm.testing.contracts.scenes import claim, write, write_contacts
from openphone_crm.testing.contracts.store import Store

_TALK = make.conversation(make.ANN)
_ONE = make.message("one")


class BrokenError(Exception):
    """What goes wrong in the middle of a block."""


class ChangeFeedContract(ChangedWholesContract):
    """Whoever polls it knows all that there is."""

    def test_everything_with_an_id_is_told(self, store: Store) -> None:
        """Each kind of thing is told by the id under which it is shown."""
        follower = caught_up(store)

        things = _one_of_everything(store)

        told = [(change.kind, change.id) for change in follower.news()]
        assert set(told) == things
        assert {kind for kind, _ in told} == set(ChangedKind)
        assert len(told) == len(things)

    def test_a_page_tells_as_much_as_was_asked_for(self, store: Store) -> None:
        """Pages follow each other without a gap, each thing stands in one, and the last is empty."""
        names = [f"{number}" for number in range(7)]
        follower = caught_up(store, limit=3)
        write(store, messages=tuple(make.message(name) for name in names))

        told = follower.news()

        assert sorted(change.id for change in told) == sorted(make.item_id(name) for name in names)
        assert follower.poll() == ()

    def test_what_changes_again_is_told_where_it_changed_last(self, store: Store) -> None:
        """Of a thing that changed twice there is one change, behind what came in between."""
        follower = caught_up(store)
        write(store, messages=(_ONE,))
        write(store, messages=(make.message("two"),))
        write(store, messages=(make.message("one", text="another"),))

        told = follower.news()

        assert [change.id for change in told] == [make.item_id("two"), _ONE.id]

    def test_what_changes_while_somebody_pages_is_told(self, store: Store) -> None:
        """It moves on to where every follower has yet to come."""
        follower = caught_up(store, limit=1)
        write(store, messages=(_ONE,))
        first = follower.news()
        write(store, messages=(make.message("one", text="another"),))

        told = follower.news()

        assert [change.id for change in (*first, *told)] == [_ONE.id, _ONE.id]

    def test_what_is_gone_is_told_as_deleted(self, store: Store) -> None:
        """And as there again when it comes back."""
        follower = caught_up(store)
        write(store, messages=(_ONE,))
        write(store, removed_messages=(_ONE.id,))
        gone = follower.news()
        write(store, messages=(_ONE,))

        back = follower.news()

        assert [_said(gone), _said(back)] == [[(_ONE.id, True)], [(_ONE.id, False)]]

    def test_where_nothing_changes_one_goes_on_from_the_same_place(self, store: Store) -> None:
        """A follower that knows everything is told nothing, and where it is."""
        follower = caught_up(store)
        cursor = follower.cursor

        told = follower.poll()

        assert (told, follower.cursor) == ((), cursor)

    def test_what_is_undone_is_not_told(self, store: Store) -> None:
        """A transaction that fails tells nobody of what it had written."""
        follower = caught_up(store)
        with raising(BrokenError):
            _fail(store)

        told = follower.news()

        assert told == []

    def test_that_somebody_works_on_an_event_is_no_change(self, store: Store) -> None:
        """What comes of it is, and so is that it is given back."""
        store.inbox.add([make.arrival("done"), make.arrival("left")])
        follower = caught_up(store)
        claim(store)
        claimed = follower.news()
        with store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement("done")], worker="w1")
        store.inbox.release([make.event_id("left")], worker="w1")

        told = follower.news()

        assert claimed == []
        assert {change.id for change in told} == {make.event_id("done"), make.event_id("left")}

    def test_an_erased_person_is_told_of_as_gone(self, store: Store) -> None:
        """Of all that there was of a person nothing is left in a copy, but that something was received."""
        follower = caught_up(store)
        shop = ErasingShop(store)
        shop.tell(*life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID))
        follower.news()
        kinds = {kind for kind, _ in follower.present}

        shop.erase()

        follower.news()
        assert kinds > {
            ChangedKind.CONTACT,
            ChangedKind.CONVERSATION,
            ChangedKind.VOICEMAIL,
            ChangedKind.NOTE,
        }
        assert {kind for kind, _ in follower.present} == {ChangedKind.WEBHOOK_EVENT}

    def test_old_events_are_told_of_as_gone(self, store: Store) -> None:
        """Retention deletes too."""
        dead_letters.fail(store, "one", at=1, received=-10)
        dead_letters.mend(store, "one", at=2)
        follower = caught_up(store)

        store.archive.prune(Kept.EVENTS, before=make.NOON, limit=10)

        assert _said(follower.news()) == [(make.event_id("one"), True)]

    def test_a_cursor_that_cannot_be_from_here_is_outdated(self, store: Store) -> None:
        """Of another server, or further on than anything here."""
        cursors = [ChangeCursor(number=1, origin="elsewhere"), _far_on(caught_up(store))]

        for cursor in cursors:
            with raising(OutdatedCursorError):
                store.change_feed.after(cursor, limit=1)

    def test_the_first_who_asks_can_go_on(self, store: Store) -> None:
        """Where a follower begins, whatever there is, is a place to go on from."""
        page = store.change_feed.after(None, limit=1)
        write_contacts(store, make.contact("Ann"))

        follower = Follower(store, cursor=page.next)

        assert make.contact_id("Ann") in [change.id for change in follower.news()]


def _one_of_everything(store: Store) -> set[tuple[ChangedKind, str]]:
    call, contact = make.call(), make.contact("Ann")
    parts = {
        ChangedKind.VOICEMAIL: make.voicemail(call),
        ChangedKind.TRANSCRIPT: make.transcript(call),
        ChangedKind.SUMMARY: make.summary(call),
    }
    alert = Alert(
        id=AlertId("a"),
        rule=Rule.API_KEY,
        severity=Severity.CRITICAL,
        message="The key is refused",
        since=make.NOON,
    )
    dead_letters.fail(store, "dead", at=1)
    job = start(store, RetryFilter())
    store.alert_book.add(alert, telling=())
    changes = ApprovalChanges(
        suggestions=(read.suggestion("s"),), extractions=(read.extraction("e"),), notes=(read.note("n"),)
    )
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(changes)
    write(
        store,
        conversations=(_TALK,),
        contacts=(contact,),
        messages=(_ONE,),
        calls=(call,),
        voicemails=(parts[ChangedKind.VOICEMAIL],),
        transcripts=(parts[ChangedKind.TRANSCRIPT],),
        summaries=(parts[ChangedKind.SUMMARY],),
    )
    return {
        *((kind, part.id) for kind, part in parts.items()),
        (ChangedKind.ALERT, alert.id),
        (ChangedKind.APPROVAL, read.suggestion("s").id),
        (ChangedKind.CALL, call.id),
        (ChangedKind.CONTACT, contact.id),
        (ChangedKind.CONVERSATION, _TALK.id),
        (ChangedKind.EXTRACTION, read.extraction("e").id),
        (ChangedKind.FAILURE, dead_letters.cause().id),
        (ChangedKind.JOB, job.id),
        (ChangedKind.MESSAGE, _ONE.id),
        (ChangedKind.NOTE, read.note("n").id),
        (ChangedKind.WEBHOOK_EVENT, make.event_id("dead")),
    }


def _said(changes: Iterable[Change]) -> list[tuple[str, bool]]:
    return [(change.id, change.is_deleted) for change in changes]


def _far_on(follower: Follower) -> ChangeCursor:
    assert follower.cursor is not None
    return ChangeCursor(number=2**62, origin=follower.cursor.origin)


def _fail(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(contacts=(make.contact("Ben"),)))
        raise BrokenError
