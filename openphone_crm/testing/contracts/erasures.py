"""What a store promises to whoever erases: to find what belongs together, and what was received about it."""

from __future__ import annotations

from openphone_crm.crm import ContactLink
from openphone_crm.erasure import ERASED, RawEvent
from openphone_crm.events import Utterance
from openphone_crm.ids import ContactId
from openphone_crm.paging import Position
from openphone_crm.stamps import Stamp
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.erasing_scenes import GROUP, OTHER, TALK, have_items
from openphone_crm.testing.contracts.erasure_taking import ErasureTakingContract
from openphone_crm.testing.contracts.erasure_writings import ErasureWritingsContract
from openphone_crm.testing.contracts.scenes import claim, write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted


class ErasuresContract(ErasureTakingContract, ErasureWritingsContract):
    """A person is found with everything that is theirs, and goes with it."""

    def test_a_person_is_found_with_all_that_leads_to_what_is_theirs(self, store: Store) -> None:
        """Numbers, links to OpenPhone, and every conversation that one of the numbers is in."""
        ann = make.contact("Ann", make.ANN)
        link = ContactLink(openphone_id="ann", contact_id=ann.id, updated=Stamp(make.NOON, 0, ""))
        write(store, contacts=(ann,), links=(link,), conversations=(TALK, GROUP, OTHER))

        with store.erasures.begin(alone=False) as transaction:
            person = transaction.person(ann.id)

        assert person is not None
        assert (person.contact, set(person.link_ids), set(person.own_lines)) == (ann, {"ann"}, set())
        assert {one.id for one in person.own_conversations} == {TALK.id}
        assert {one.id for one in person.groups} == {GROUP.id}

    def test_nobody_is_found_for_an_unknown_id(self, store: Store) -> None:
        """An id that no contact has, or can have, is nobody's."""
        with store.erasures.begin(alone=False) as transaction:
            found = [transaction.person(ContactId(text)) for text in (make.contact_id("x"), "no id", "\x00")]

        assert found == [None, None, None]

    def test_a_number_of_the_shop_is_told(self, store: Store) -> None:
        """A contact with one of our own lines is known for it."""
        write(store, contacts=(make.contact("Us", make.OUR_NUMBER),), lines=(("PNx1", make.OUR_NUMBER),))

        with store.erasures.begin(alone=False) as transaction:
            person = transaction.person(make.contact_id("Us"))

        assert person is not None
        assert person.own_lines == {make.OUR_NUMBER}

    def test_what_stands_in_conversations_is_found(self, store: Store) -> None:
        """Messages, calls and voicemails by OpenPhone's ids, and none of another conversation."""
        have_items(store)

        with store.erasures.begin(alone=False) as transaction:
            found, nothing = transaction.resources_in([TALK.id]), transaction.resources_in([])

        assert found == Wanted(
            message_ids=frozenset({"ACxhi"}),
            call_ids=frozenset({"ACxcall"}),
            activity_ids=frozenset({"ACxcall", "VMx1"}),
        )
        assert nothing == Wanted()

    def test_strays_are_found(self, store: Store) -> None:
        """Where a number stands in something that is in none of its conversations."""
        words = tuple(Utterance(speaker=speaker, text="Hi") for speaker in (make.ANN, make.BEN))
        call = make.call("other", conversation_id=OTHER.id)
        write(
            store,
            conversations=(TALK, OTHER),
            messages=(
                make.message("lost", from_number=make.ANN),
                make.message("sent", to_numbers=(make.BEN, make.ANN)),
                make.message("known", from_number=make.ANN, conversation_id=TALK.id),
                make.message("other", from_number=make.BEN),
            ),
            calls=(
                call,
                make.call("lost", parties=(make.ANN,)),
                make.call("long", from_number=f"{make.ANN}0"),
            ),
            transcripts=(make.transcript(call, dialogue=words),),
            voicemails=(make.voicemail(None, "vm", from_number=make.ANN),),
        )

        strays = store.erasures.strays([make.ANN])

        assert strays == Wanted(
            message_ids=frozenset({"ACxlost", "ACxsent"}),
            call_ids=frozenset({"ACxother", "ACxlost"}),
            activity_ids=frozenset({"ACxvm"}),
        )
        assert store.erasures.strays([]) == Wanted()

    def test_events_are_gone_through_in_pages(self, store: Store) -> None:
        """Each event of a kind once, in the order of receipt, with its body."""
        arrivals = [
            make.arrival(f"{n}", received_at=make.later(n // 2), status=Status.IGNORED) for n in range(5)
        ]
        store.inbox.add([*arrivals, make.arrival("waiting")])

        found: list[RawEvent] = []
        position = None
        while page := store.erasures.events(Status.IGNORED, after=position, limit=2):
            found += page
            position = Position(page[-1].received_at, page[-1].id)

        assert {event.id for event in found} == {arrival.id for arrival in arrivals}
        assert len(found) == 5
        assert [event.received_at for event in found] == sorted(event.received_at for event in found)
        assert {event.body for event in found} == {arrivals[0].body}
        waiting = store.erasures.events(Status.PENDING, after=Position(make.NOON, ""), limit=9)
        assert [event.id for event in waiting] == [make.event_id("waiting")]

    def test_an_emptied_event_is_nobodys_work(self, store: Store) -> None:
        """What was waiting, or in a worker's hands, is ignored from then on; what was done stays done."""
        store.inbox.add([make.arrival("held"), make.arrival("waiting", due_at=make.later(50))])
        store.inbox.add([make.arrival("done", status=Status.IGNORED)])
        claim(store)

        with store.erasures.begin(alone=False) as transaction:
            count = transaction.empty(
                [make.event_id(name) for name in ("held", "waiting", "done", "unknown")], at=make.later(9)
            )

        assert count == 3
        for name, message in (("held", ERASED), ("waiting", ERASED), ("done", None)):
            detail = store.events.get(make.event_id(name))
            assert detail is not None
            assert (detail.payload, detail.attempts, detail.event.error_message) == (None, (), message)
            assert detail.event.status is Status.IGNORED
        assert claim(store, now=make.later(1e6)) == []

    def test_a_settled_event_may_be_emptied(self, store: Store) -> None:
        """One that was about somebody who is erased ends as any other, and says nothing any more."""
        store.inbox.add([make.arrival("one"), make.arrival("two")])
        claim(store)

        with store.unit_of_work.begin() as transaction:
            settlements = [make.settlement("one", is_erased=True), make.settlement("two")]
            transaction.settle(settlements, worker="w1")

        one, two = (store.events.get(make.event_id(name)) for name in ("one", "two"))
        assert one is not None
        assert two is not None
        assert (one.event.status, one.payload, one.attempts) == (Status.PROCESSED, None, ())
        assert (two.event.status, two.payload is None, len(two.attempts)) == (Status.PROCESSED, False, 1)
