"""What finding what is to be read promises: an item's words as they are now, and whose they are."""

from __future__ import annotations

import attrs

from openphone_crm.crm import Call, Conversation
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.ids import ItemId
from openphone_crm.ports.reading_matter import ENOUGH
from openphone_crm.remote import WorkspaceLine
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.wholes import MESSAGE, VOICEMAIL

_TALK = make.conversation(make.ANN)
_GROUP = make.conversation(make.ANN, make.BEN)
_CALL = make.call("call", direction=Direction.INCOMING, from_number=make.ANN, created_at=make.later(-60))
_SAID = (
    Utterance(speaker="USx1", text="Who is there?", start=0.5, end=1.5),
    Utterance(speaker=make.ANN, text="I am Ann", start=2.0, end=3.25),
)
_TEXT = make.message(direction=Direction.INCOMING, text="I am Ann", from_number=make.ANN)


class ReadingMatterContract:
    """Items by kind and id, with their call and their conversation; and how busy the hour is."""

    def test_a_text_is_whole(self, store: Store) -> None:
        """Its words, when it was written, where it stands, and whose contact it may change."""
        write(store, messages=(MESSAGE, _TEXT))

        assert store.reading_matter.get(SourceKind.MESSAGE, MESSAGE.id) == Source(
            kind=SourceKind.MESSAGE,
            id=MESSAGE.id,
            openphone_id=MESSAGE.openphone_id,
            occurred_at=MESSAGE.occurred_at,
            lines=(SourceLine(text="Hi"),),
            contact_number=make.ANN,
            conversation_id=_TALK.id,
        )

    def test_a_voicemail_comes_with_its_call(self, store: Store) -> None:
        """What the call tells outranks what the voicemail does: one that we left is not read."""
        alone = attrs.evolve(VOICEMAIL, call_openphone_id=None)
        write(store, calls=(_CALL,), voicemails=(attrs.evolve(VOICEMAIL, from_number=None),))

        found = store.reading_matter.get(SourceKind.VOICEMAIL, VOICEMAIL.id)
        write(store, voicemails=(alone,))
        found_alone = store.reading_matter.get(SourceKind.VOICEMAIL, VOICEMAIL.id)
        write(store, voicemails=(VOICEMAIL,), calls=(attrs.evolve(_CALL, direction=Direction.OUTGOING),))

        assert found is not None
        assert (found.text, found.contact_number, found.occurred_at) == ("Call me", make.ANN, make.later(-60))
        assert found_alone is not None
        assert (found_alone.text, found_alone.occurred_at) == ("Call me", VOICEMAIL.reported_at)
        assert store.reading_matter.get(SourceKind.VOICEMAIL, VOICEMAIL.id) is None

    def test_a_transcript_comes_with_who_took_part(self, store: Store) -> None:
        """The parties of its conversation tell our people from others."""
        call = _talk(store, _TALK)

        found = store.reading_matter.get(SourceKind.TRANSCRIPT, make.item_id("transcript"))

        assert found is not None
        assert [line.is_ours for line in found.lines] == [True, False]
        assert (found.lines[1].start, found.lines[1].end) == (2.0, 3.25)
        assert (found.contact_number, found.occurred_at) == (make.ANN, call.occurred_at)

    def test_a_summary_is_about_the_one_party(self, store: Store) -> None:
        """Of a conversation with several parties nobody's contact may change."""
        _talk(store, _TALK)

        of_one = store.reading_matter.get(SourceKind.SUMMARY, make.item_id("summary"))
        _talk(store, _GROUP)
        of_several = store.reading_matter.get(SourceKind.SUMMARY, make.item_id("summary"))

        assert of_one is not None
        assert of_several is not None
        assert of_one.text == of_several.text == "It was Ann.\nCall her."
        assert (of_one.contact_number, of_several.contact_number) == (make.ANN, None)

    def test_whoever_has_one_of_our_numbers_is_no_contact(self, store: Store) -> None:
        """A call between two of our own numbers, or a text from one to the other, changes no contact."""
        _talk(store, _TALK)
        voicemail = attrs.evolve(VOICEMAIL, call_openphone_id=None, from_number=make.ANN)
        write(store, messages=(_TEXT,), voicemails=(voicemail,))
        kinds = {
            SourceKind.MESSAGE: _TEXT.id,
            SourceKind.VOICEMAIL: voicemail.id,
            SourceKind.TRANSCRIPT: make.item_id("transcript"),
            SourceKind.SUMMARY: make.item_id("summary"),
        }
        before = [store.reading_matter.get(*each) for each in kinds.items()]
        store.workspace.keep([WorkspaceLine(id="PNx2", number=make.ANN)], [])

        after = [store.reading_matter.get(*each) for each in kinds.items()]

        assert [found.contact_number for found in before if found] == [make.ANN] * len(kinds)
        assert [found.contact_number for found in after if found] == [None] * len(kinds)

    def test_what_stands_nowhere_is_of_nobody(self, store: Store) -> None:
        """A part whose call is not known yet has words, and no parties."""
        part = make.summary(_CALL, state=ProcessingState.COMPLETED, summary=("It was Ann.",))
        write(store, summaries=(part,))

        found = store.reading_matter.get(SourceKind.SUMMARY, part.id)

        assert found is not None
        assert (found.contact_number, found.conversation_id) == (None, None)

    def test_what_is_not_there_is_not_read(self, store: Store) -> None:
        """Neither an item that there never was, nor one of another kind, nor an id that cannot be one."""
        write(store, messages=(_TEXT,))
        wanted = [
            *((kind, make.item_id("nothing")) for kind in SourceKind),
            *((kind, _TEXT.id) for kind in SourceKind if kind is not SourceKind.MESSAGE),
            *((SourceKind.MESSAGE, ItemId(text)) for text in ODD_TEXTS),
        ]

        found = [store.reading_matter.get(*each) for each in wanted]

        assert found == [None] * len(wanted)

    def test_incoming_texts_are_counted(self, store: Store) -> None:
        """Those from that moment on; what we write is no reason to hurry."""
        times = {"before": -1, "then": 0, "after": 1}
        incoming = [
            make.message(name, direction=Direction.INCOMING, reported_at=make.later(seconds))
            for name, seconds in times.items()
        ]
        outgoing = make.message("ours", direction=Direction.OUTGOING, reported_at=make.later(1))
        write(store, messages=(*incoming, outgoing, make.message("unknown", reported_at=make.later(1))))

        assert store.reading_matter.texts_since(make.NOON) == 2
        assert store.reading_matter.texts_since(make.later(2)) == 0

    def test_more_than_enough_is_enough(self, store: Store) -> None:
        """Nobody counts a whole flood."""
        flood = [make.message(f"{number}", direction=Direction.INCOMING) for number in range(ENOUGH + 5)]
        write(store, messages=tuple(flood))

        assert store.reading_matter.texts_since(make.NOON) == ENOUGH


def _talk(store: Store, conversation: Conversation) -> Call:
    """Have a call in this conversation, with all that is made of it."""
    place = {"conversation_id": conversation.id, "state": ProcessingState.COMPLETED}
    transcript = make.transcript(_CALL, dialogue=_SAID, **place)
    summary = make.summary(_CALL, summary=("It was Ann.",), next_steps=("Call her.",), **place)
    write(
        store,
        conversations=(conversation,),
        calls=(_CALL,),
        transcripts=(transcript,),
        summaries=(summary,),
    )
    return _CALL
