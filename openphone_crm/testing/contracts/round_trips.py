"""What transactions promise about what they keep: it comes back as it was given, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol, TypeVar

import attrs

from openphone_crm.crm import Call, ContactLink, Recording, Voicemail
from openphone_crm.stamps import Stamp
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS
from openphone_crm.testing.contracts.scenes import write, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import (
    CALL,
    CONTACT,
    MESSAGE,
    RECORDING,
    SUMMARY,
    TRANSCRIPT,
    VOICEMAIL,
)
from openphone_crm.working_set import LoadedContacts, LoadedResources, Wanted

_OF_CALL = Wanted(call_ids=frozenset({CALL.openphone_id}))


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


class RoundTripContract:
    """What is saved is loaded as it was."""

    def test_a_message_comes_back(self, store: Store) -> None:
        """A message keeps every field, one of which hardly anything is known keeps that too."""
        bare = make.message("bare")
        write(store, messages=(MESSAGE, bare))

        loaded = _load(store, Wanted(message_ids=frozenset({MESSAGE.openphone_id, bare.openphone_id})))

        assert _by_id(loaded.messages) == _by_id((MESSAGE, bare))

    def test_a_call_comes_back_with_all_its_parts(self, store: Store) -> None:
        """A call, its recordings, voicemail, transcript and summary keep every field."""
        bare = make.recording(CALL, "bare")
        _write_call(store, recordings=(RECORDING, bare))

        loaded = _load(store, _OF_CALL)

        assert _by_id(loaded.recordings) == _by_id((RECORDING, bare))
        assert attrs.evolve(loaded, recordings=()) == LoadedResources(
            calls=(CALL,), voicemails=(VOICEMAIL,), transcripts=(TRANSCRIPT,), summaries=(SUMMARY,)
        )

    def test_a_bare_call_comes_back(self, store: Store) -> None:
        """What is not known of a call and its parts is not known afterwards either."""
        call = make.call("bare")
        whole = LoadedResources(
            calls=(call,),
            voicemails=(make.voicemail(call),),
            transcripts=(make.transcript(call),),
            summaries=(make.summary(call),),
        )
        write(store, calls=whole.calls, voicemails=whole.voicemails)
        write(store, transcripts=whole.transcripts, summaries=whole.summaries)

        loaded = _load(store, Wanted(call_ids=frozenset({call.openphone_id})))

        assert loaded == whole

    def test_parts_come_without_their_call(self, store: Store) -> None:
        """What belongs to a call is found by the call's id though the call itself is unknown."""
        write(store, recordings=(RECORDING,), transcripts=(TRANSCRIPT,))

        loaded = _load(store, _OF_CALL)

        assert loaded == LoadedResources(recordings=(RECORDING,), transcripts=(TRANSCRIPT,))

    def test_a_voicemail_is_found_by_its_activity(self, store: Store) -> None:
        """A voicemail is found by its own id, and brings its call with all other parts."""
        alone = make.voicemail(None, "alone", activity_id="ACx5", key="ACx5")
        _write_call(store, recordings=(RECORDING,))
        write(store, voicemails=(alone,))

        by_own_id = _load(store, Wanted(activity_ids=frozenset({"ACx5"})))
        with_call = _load(store, Wanted(activity_ids=frozenset({"ACx9"})))

        assert by_own_id == LoadedResources(voicemails=(alone,))
        assert with_call == _load(store, _OF_CALL)

    def test_only_what_is_wanted_is_loaded(self, store: Store) -> None:
        """Nothing wanted is nothing loaded, nor are things that nobody knows."""
        _write_call(store, recordings=(RECORDING,))
        write(store, messages=(MESSAGE,), lines=(("PNx1", make.OUR_NUMBER),))

        nothing = _load(store, Wanted())
        odd = frozenset({"ACx\u2603'%"})
        of_others = _load(store, Wanted(message_ids=odd, call_ids=odd, activity_ids=odd, line_ids=odd))

        assert nothing == of_others == LoadedResources()

    def test_a_line_keeps_its_number(self, store: Store) -> None:
        """The number of a phone number id is remembered."""
        write(store, lines=(("PNx1", make.OUR_NUMBER), ("PNx2", make.BEN)))

        loaded = _load(store, Wanted(line_ids=frozenset({"PNx1", "PNx3"})))

        assert loaded.lines == (("PNx1", make.OUR_NUMBER),)

    def test_saving_again_replaces(self, store: Store) -> None:
        """What is saved under a known key takes the place of what was there, empty fields included."""
        _write_call(store)
        bare = make.call("call", reported_at=make.later(-99))
        _write_call(store, bare, voicemail=attrs.evolve(VOICEMAIL, transcript=None))

        loaded = _load(store, _OF_CALL)

        assert loaded.calls == (bare,)
        assert [voicemail.transcript for voicemail in loaded.voicemails] == [None]

    def test_removed_parts_are_gone(self, store: Store) -> None:
        """Recordings and voicemails that turned out to be others go away, and their keys are free."""
        _write_call(store, recordings=(RECORDING,))
        successor = attrs.evolve(VOICEMAIL, id=make.item_id("successor"))
        write(
            store,
            removed_recordings=(RECORDING.id,),
            removed_voicemails=(VOICEMAIL.id,),
            voicemails=(successor,),
        )

        loaded = _load(store, _OF_CALL)

        assert (loaded.recordings, loaded.voicemails) == ((), (successor,))

    def test_contacts_come_back(self, store: Store) -> None:
        """A contact keeps every field, and its numbers their order; it is found by any number or link."""
        ben, dan = make.contact(None, make.BEN), make.contact("Dan")
        links = (
            ContactLink(openphone_id="c1", contact_id=dan.id, updated=Stamp(make.NOON, 0, "ab")),
            ContactLink(openphone_id="c2", deleted=Stamp(make.later(0.5), 1, "cd")),
        )
        write(store, contacts=(CONTACT, ben, dan), links=links)

        loaded = _load_contacts(store, [make.ANN, make.CARA, make.BEN, "+15555550199"], ["c1", "c2", "c3"])
        linked = _load_contacts(store, [], ["c1"])

        assert _by_id(loaded.contacts) == _by_id((CONTACT, ben, dan))
        assert sorted(loaded.links, key=lambda link: link.openphone_id) == list(links)
        assert linked == LoadedContacts(contacts=(dan,), links=links[:1])
        assert _load_contacts(store, [], []) == LoadedContacts()

    def test_odd_texts_come_back(self, store: Store) -> None:
        """Emoji, quotes, percent signs, line ends and very long texts stay as they are."""
        messages = tuple(make.message(f"{n}", text=text) for n, text in enumerate(ODD_TEXTS))
        contacts = tuple(make.contact(text) for text in ODD_TEXTS)
        write(store, messages=messages, contacts=contacts)

        loaded = _load(store, Wanted(message_ids=frozenset(one.openphone_id for one in messages)))

        assert {one.text for one in loaded.messages} == set(ODD_TEXTS)
        assert all(store.contacts.get(contact.id) == contact for contact in contacts)

    def test_times_come_back_in_utc(self, store: Store) -> None:
        """Times are aware and in UTC to the microsecond, early and late ones, whatever zone they had."""
        berlin = timezone(timedelta(hours=2))
        moments = [
            datetime(1, 1, 1, tzinfo=UTC),
            datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2026, 3, 29, 3, 30, 0, 1, tzinfo=berlin),
        ]
        messages = tuple(make.message(f"{n}", created_at=moment) for n, moment in enumerate(moments))
        write(store, messages=messages)

        loaded = _load(store, Wanted(message_ids=frozenset(one.openphone_id for one in messages)))

        assert {one.created_at for one in loaded.messages} == set(moments)
        assert all(one.created_at and one.created_at.tzinfo for one in loaded.messages)

    def test_many_things_are_saved_at_once(self, store: Store) -> None:
        """A batch may be of any size."""
        messages = tuple(make.message(f"{number}") for number in range(1500))
        write(store, messages=messages)
        write_contacts(store, *(make.contact(f"c{n}", f"+1206555{n:04}") for n in range(1500)))

        loaded = _load(store, Wanted(message_ids=frozenset(one.openphone_id for one in messages)))
        people = _load_contacts(store, [f"+1206555{n:04}" for n in range(1500)], [])

        assert (len(loaded.messages), len(people.contacts)) == (1500, 1500)


def _write_call(
    store: Store,
    call: Call = CALL,
    *,
    recordings: tuple[Recording, ...] = (),
    voicemail: Voicemail = VOICEMAIL,
) -> None:
    write(store, calls=(call,), recordings=recordings)
    write(store, voicemails=(voicemail,), transcripts=(TRANSCRIPT,), summaries=(SUMMARY,))


def _load(store: Store, wanted: Wanted) -> LoadedResources:
    with store.unit_of_work.begin() as transaction:
        return transaction.load_resources(wanted)


def _load_contacts(store: Store, numbers: Sequence[str], openphone_ids: Sequence[str]) -> LoadedContacts:
    with store.unit_of_work.begin() as transaction:
        return transaction.load_contacts(numbers, openphone_ids)


def _by_id(things: Iterable[T]) -> list[T]:
    return sorted(things, key=lambda thing: thing.id)
