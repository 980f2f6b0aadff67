"""What looking at one call promises to whoever tells people of it."""

from __future__ import annotations

import attrs

from openphone_crm.events import Direction
from openphone_crm.ids import ItemId
from openphone_crm.stories import CallStory
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import write, write_contacts
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import CALL, TRANSCRIPT, VOICEMAIL

_MISSED = make.call("missed", direction=Direction.INCOMING, from_number=make.ANN, ended=True)
_ALONE = make.voicemail(activity_id="ACxvoicemail", from_number=make.BEN)


class CallStoriesContract:
    """One call, or voicemail, with what was left after it and who called."""

    def test_a_story_is_whole(self, store: Store) -> None:
        """A call comes with its voicemail and its transcript, every field of them."""
        write(store, calls=(CALL, _MISSED), voicemails=(VOICEMAIL,), transcripts=(TRANSCRIPT,))

        story = store.calls.story(CALL.openphone_id)

        assert story == CallStory(call=CALL, voicemail=VOICEMAIL, transcript=TRANSCRIPT, name=None)

    def test_a_call_without_parts_is_a_story(self, store: Store) -> None:
        """What nothing was left after is told all the same."""
        write(store, calls=(CALL, _MISSED), voicemails=(VOICEMAIL,), transcripts=(TRANSCRIPT,))

        story = store.calls.story(_MISSED.openphone_id)

        assert story == CallStory(call=_MISSED)

    def test_whoever_called_is_named(self, store: Store) -> None:
        """The name is that of the contact who has the number now."""
        write(store, calls=(_MISSED,), voicemails=(_ALONE,))
        write_contacts(store, make.contact("Ann", make.ANN), make.contact("Ben", make.BEN))

        stories = [store.calls.story(key) for key in (_MISSED.openphone_id, _ALONE.key)]

        assert [story.name for story in stories if story] == ["Ann", "Ben"]

    def test_a_nameless_contact_has_no_name(self, store: Store) -> None:
        """A contact that is nothing but a number names nobody."""
        write(store, calls=(_MISSED,))
        write_contacts(store, make.contact(None, make.ANN))

        story = store.calls.story(_MISSED.openphone_id)

        assert story == CallStory(call=_MISSED)

    def test_a_voicemail_without_a_call_is_a_story(self, store: Store) -> None:
        """A voicemail whose call OpenPhone cannot name is found by its own id."""
        write(store, voicemails=(_ALONE,))

        story = store.calls.story("ACxvoicemail")

        assert story == CallStory(voicemail=_ALONE)

    def test_a_voicemail_brings_its_call(self, store: Store) -> None:
        """Once the call is known, both ids lead to the same story."""
        voicemail = make.voicemail(_MISSED, activity_id="ACxvoicemail")
        write(store, calls=(_MISSED,), voicemails=(voicemail,))

        stories = [store.calls.story(key) for key in (_MISSED.openphone_id, "ACxvoicemail")]

        assert stories == [CallStory(call=_MISSED, voicemail=voicemail)] * 2

    def test_nothing_is_no_story(self, store: Store) -> None:
        """An id that nobody knows, or that cannot be one, has no story; a lone transcript is none."""
        write(store, transcripts=(attrs.evolve(TRANSCRIPT, id=ItemId("t1"), call_openphone_id="ACxstub"),))

        stories = [store.calls.story(key) for key in ("ACxstub", "", "it's \x00 \ud800")]

        assert stories == [None, None, None]
