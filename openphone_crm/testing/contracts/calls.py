"""What looking at calls promises."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import attrs

from openphone_crm.crm import Outcome
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.ids import ItemId
from openphone_crm.paging import Page
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING, write, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.stories import CallStoriesContract
from openphone_crm.testing.contracts.wholes import CALL, RECORDING, SUMMARY, TRANSCRIPT, VOICEMAIL
from openphone_crm.views import CallFilter, CallView

_TALK = make.conversation(make.ANN)
_INCOMING = {"direction": Direction.INCOMING, "from_number": make.ANN, "to_numbers": (make.OUR_NUMBER,)}


class CallReaderContract(CallStoriesContract):
    """Every call, with all that is known of it."""

    def test_a_call_is_shown_whole(self, store: Store) -> None:
        """A call comes with every field, its recordings in the order of their ids, and what is to come."""
        recordings = tuple(make.recording(CALL, name, url="https://example.com/a.mp3") for name in "abc")
        write(store, calls=(CALL,), recordings=recordings, voicemails=(VOICEMAIL,), summaries=(SUMMARY,))

        page = store.calls.find(CallFilter(), EVERYTHING)

        in_order = tuple(sorted(recordings, key=lambda recording: recording.id))
        assert page == Page(
            (CallView(call=CALL, contact_id=None, recordings=in_order, expected=("summary",)),)
        )

    def test_what_is_still_expected(self, store: Store) -> None:
        """A call tells which of its parts were announced and have not come."""
        call = attrs.evolve(CALL, has_voicemail=True)
        announced = attrs.evolve(TRANSCRIPT, state=ProcessingState.IN_PROGRESS)
        write(
            store,
            calls=(call,),
            recordings=(attrs.evolve(RECORDING, url=None),),
            transcripts=(announced,),
            summaries=(SUMMARY,),
        )
        before = _the_call(store).expected

        complete = attrs.evolve(SUMMARY, state=ProcessingState.COMPLETED)
        write(store, recordings=(RECORDING,), transcripts=(TRANSCRIPT,), summaries=(complete,))
        write(store, voicemails=(VOICEMAIL,))

        assert before == ("recording", "transcript", "summary", "voicemail")
        assert _the_call(store).expected == ()

    def test_what_is_missing(self, store: Store) -> None:
        """A part that was given up is not expected any more; once it has come it is not missing either."""
        call = attrs.evolve(CALL, has_voicemail=True, missing=("summary", "voicemail"))
        write(store, calls=(call,), summaries=(SUMMARY,))
        before = _the_call(store)

        write(store, voicemails=(VOICEMAIL,))

        assert (before.expected, before.missing) == ((), ("summary", "voicemail"))
        assert (_the_call(store).expected, _the_call(store).missing) == ((), ("summary",))

    def test_a_call_in_no_conversation_is_shown(self, store: Store) -> None:
        """A call of which nothing but a part is known is listed too."""
        call = make.call("stub")
        write(store, calls=(call,))

        view = _the_call(store)

        assert view == CallView(call=call, contact_id=None, recordings=(), expected=())

    def test_who_called_is_the_contact(self, store: Store) -> None:
        """An incoming call is its caller's, an outgoing one that of whom we called first."""
        ann, ben = make.contact("Ann", make.ANN), make.contact("Ben", make.BEN)
        write_contacts(store, ann, ben, make.contact("Us", make.OUR_NUMBER))
        outgoing = {"direction": Direction.OUTGOING, "from_number": make.OUR_NUMBER}
        calls = [
            (make.call("in", **_INCOMING), ann.id),
            (make.call("out", **outgoing, to_numbers=(make.BEN, make.ANN)), ben.id),
            (make.call("stranger", **{**_INCOMING, "from_number": make.CARA}), None),
            (make.call("sides", direction=Direction.INCOMING, parties=(make.BEN,)), ben.id),
            (
                make.call("unsided", parties=(make.BEN,), conversation_id=make.conversation(make.BEN).id),
                ben.id,
            ),
        ]
        write(store, calls=tuple(call for call, _ in calls), conversations=(make.conversation(make.BEN),))

        found = store.calls.find(CallFilter(), EVERYTHING).items

        assert {view.call.id: view.contact_id for view in found} == {
            call.id: contact for call, contact in calls
        }

    def test_the_newest_call_comes_first(self, store: Store) -> None:
        """Calls stand by when they began, by when they were reported until that is known."""
        calls = (
            make.call("b", created_at=make.later(2)),
            make.call("a", created_at=make.later(1), reported_at=make.later(9)),
            make.call("c", reported_at=make.later(3)),
        )
        write(store, calls=calls)

        ids = _found(store)

        assert ids == [make.item_id(name) for name in "cba"]

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every call is seen once, though many began at one moment."""
        calls = [make.call(f"{number}", created_at=make.later(number // 5)) for number in range(14)]
        write(store, calls=tuple(calls))

        pages = all_pages(partial(store.calls.find, CallFilter()), limit=4)

        expected = sorted(calls, key=lambda call: (call.occurred_at, call.id), reverse=True)
        assert [view.call.id for view in joined(pages)] == [call.id for call in expected]

    def test_calls_are_found_by_how_they_ended(self, store: Store) -> None:
        """Each outcome finds the calls that ended so."""
        ended = {"completed_at": make.later(9)}
        calls = {
            Outcome.UNKNOWN: make.call("a", **_INCOMING),
            Outcome.MISSED: make.call("b", **_INCOMING, **ended),
            Outcome.ANSWERED: make.call("c", **_INCOMING, **ended, answered_at=make.later(1)),
            Outcome.NO_ANSWER: make.call("d", direction=Direction.OUTGOING, **ended),
            Outcome.FORWARDED: make.call("e", **_INCOMING, **ended, forwarded=True),
            Outcome.ANSWERED_BY_AI: make.call("f", **_INCOMING, **ended, ai_handled=True),
        }
        write(store, calls=tuple(calls.values()))

        answers = {outcome: _found(store, outcome=outcome) for outcome in Outcome}

        assert answers == {outcome: [call.id] for outcome, call in calls.items()}

    def test_an_outcome_that_changes_is_found_anew(self, store: Store) -> None:
        """A call is found by how it ended as it is known now."""
        call = make.call("a", **_INCOMING)
        write(store, calls=(call,))

        write(store, calls=(attrs.evolve(call, completed_at=make.later(9)),))

        assert (_found(store, outcome=Outcome.UNKNOWN), _found(store, outcome=Outcome.MISSED)) == (
            [],
            [call.id],
        )

    def test_calls_are_found_by_when_they_began(self, store: Store) -> None:
        """From a moment on, the moment itself included."""
        write(store, calls=tuple(make.call(f"{n}", created_at=make.later(n)) for n in range(3)))

        ids = _found(store, since=make.later(1))

        assert ids == [make.item_id("2"), make.item_id("1")]


def _found(store: Store, outcome: Outcome | None = None, since: datetime | None = None) -> list[ItemId]:
    wanted = CallFilter(outcome=outcome, since=since)
    return [view.call.id for view in store.calls.find(wanted, EVERYTHING).items]


def _the_call(store: Store) -> CallView:
    (view,) = store.calls.find(CallFilter(), EVERYTHING).items
    return view
