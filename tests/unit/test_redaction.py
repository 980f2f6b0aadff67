"""A group without one of its members: what the others said, under another id."""

from __future__ import annotations

import attrs

from openphone_crm.crm import ItemKind, Message
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.ids import ConversationId
from openphone_crm.redaction import Redactor, parted, resources_of
from openphone_crm.testing import builders as make
from openphone_crm.working_set import LoadedResources, Wanted

ANN, BEN, US = make.ANN, make.BEN, make.OUR_NUMBER
GROUP = make.conversation(ANN, BEN)
NEW_ID = ConversationId("new")
REDACTOR = Redactor.of(frozenset({ANN}), {NEW_ID: GROUP})
IN, OUT = Direction.INCOMING, Direction.OUTGOING

CALL = make.call(
    "call",
    conversation_id=GROUP.id,
    direction=IN,
    from_number=ANN,
    to_numbers=(US,),
    our_number=US,
    parties=(ANN, BEN),
    has_voicemail=True,
    ended=True,
)


def text(name: str, sender: str | None) -> Message:
    """A text in the group."""
    return make.message(
        name,
        conversation_id=GROUP.id,
        direction=IN,
        from_number=sender,
        to_numbers=(ANN, US),
    )


def test_the_group_goes_on_with_a_marker() -> None:
    """Under the new id, since the old one can be worked out from the numbers."""
    (conversation,) = REDACTOR.changes(LoadedResources()).conversations

    assert (conversation.id, conversation.our_number) == (NEW_ID, US)
    assert set(conversation.parties) == {BEN, "erased"}


def test_a_marker_that_is_there_is_not_used_again() -> None:
    """Two who are erased stay two."""
    group = attrs.evolve(GROUP, parties=(ANN, BEN, "erased"))

    (conversation,) = (
        Redactor.of(frozenset({ANN, BEN}), {NEW_ID: group}).changes(LoadedResources()).conversations
    )

    assert set(conversation.parties) == {"erased", "erased-2", "erased-3"}


def test_what_the_person_wrote_goes() -> None:
    """And what nobody knows the sender of; our own words and those of others stay."""
    ours = make.message(
        "ours", conversation_id=GROUP.id, direction=OUT, from_number=US, to_numbers=(ANN, BEN)
    )
    loaded = LoadedResources(messages=(text("hers", ANN), text("whose", None), text("his", BEN), ours))

    changes = REDACTOR.changes(loaded)

    assert REDACTOR.written(loaded) == {"ACxhers", "ACxwhose"}
    kept = {message.openphone_id: (message.from_number, message.to_numbers) for message in changes.messages}
    assert kept == {"ACxhis": (BEN, ("erased", US)), "ACxours": (US, ("erased", BEN))}
    assert {message.conversation_id for message in changes.messages} == {NEW_ID}
    assert {entry.conversation_id for entry in changes.entries} == changes.touched == {NEW_ID}


def test_a_call_stays_without_what_was_recorded_of_it() -> None:
    """Markers stand on both sides; a recording has everybody's voice."""
    loaded = LoadedResources(calls=(CALL,), recordings=(make.recording(CALL),))

    changes = REDACTOR.changes(loaded)

    (call,) = changes.calls
    assert (call.from_number, call.parties, call.our_number) == ("erased", ("erased", BEN), US)
    assert (call.conversation_id, call.has_voicemail) == (NEW_ID, None)
    assert changes.removed_recordings == (make.recording(CALL).id,)


def test_of_a_transcript_the_words_of_others_stay() -> None:
    """Not the person's, and not those of nobody known."""
    speakers = (ANN, BEN, "USxDana", None)
    dialogue = tuple(Utterance(speaker=speaker, text=f"{speaker} speaks") for speaker in speakers)
    words = make.transcript(
        CALL, conversation_id=GROUP.id, state=ProcessingState.COMPLETED, dialogue=dialogue
    )

    changes = REDACTOR.changes(LoadedResources(calls=(CALL,), transcripts=(words,)))

    assert [line.speaker for line in changes.transcripts[0].dialogue] == [BEN, "USxDana"]
    assert {entry.kind for entry in changes.entries} == {ItemKind.CALL, ItemKind.TRANSCRIPT}


def test_parts_of_which_nothing_is_left_are_not_shown() -> None:
    """A summary is about what everybody said; a transcript of one voice is empty without it."""
    line = Utterance(speaker=ANN, text="Hi")
    state = ProcessingState.COMPLETED
    words = make.transcript(CALL, conversation_id=GROUP.id, state=state, dialogue=(line,))
    summary = make.summary(CALL, conversation_id=GROUP.id, state=state, summary=("Hi",), next_steps=("Ho",))

    changes = REDACTOR.changes(LoadedResources(calls=(CALL,), transcripts=(words,), summaries=(summary,)))

    (kept_words,), (kept_summary,) = changes.transcripts, changes.summaries
    assert (kept_words.dialogue, kept_summary.summary, kept_summary.next_steps) == ((), (), ())
    assert set(changes.removed_entries) == {words.id, summary.id}
    assert {entry.kind for entry in changes.entries} == {ItemKind.CALL}


def test_a_voicemail_is_whose_call_it_is() -> None:
    """Without a sender of its own it is the caller's; another's stays, and a call seen stays seen."""
    bens = attrs.evolve(CALL, id=make.item_id("b"), openphone_id="ACxb", from_number=BEN)
    hers = make.voicemail(CALL, "hers", conversation_id=GROUP.id)
    his = make.voicemail(bens, "his", conversation_id=GROUP.id, transcript="Words of Ben")

    changes = REDACTOR.changes(LoadedResources(calls=(CALL, bens), voicemails=(hers, his)))

    assert changes.removed_voicemails == (hers.id,)
    assert [voicemail.transcript for voicemail in changes.voicemails] == ["Words of Ben"]
    assert hers.id in changes.removed_entries
    assert not any(entry.is_inbound for entry in changes.entries if entry.kind is ItemKind.CALL)


def test_what_stands_nowhere_is_nobody_elses() -> None:
    """What has no conversation is told apart from what has one, each call with its parts."""
    stub = make.call("stub")
    voicemail = make.voicemail(None, "vm", activity_id="VMx1")
    loaded = LoadedResources(
        messages=(text("his", BEN), make.message("lost")),
        calls=(CALL, stub),
        transcripts=(make.transcript(CALL), make.transcript(stub)),
        voicemails=(voicemail,),
    )

    placed, unplaced = parted(loaded)

    assert resources_of(placed) == Wanted(message_ids=frozenset({"ACxhis"}), call_ids=frozenset({"ACxcall"}))
    assert resources_of(unplaced) == Wanted(
        message_ids=frozenset({"ACxlost"}),
        call_ids=frozenset({"ACxstub"}),
        activity_ids=frozenset({"ACxvm", "VMx1"}),
    )
    assert [part.call_openphone_id for part in placed.transcripts] == ["ACxcall"]


def test_nothing_is_heard_of_what_the_person_may_have_said() -> None:
    """Calls that were recorded, and voicemails of theirs; a voicemail of somebody else is still heard."""
    other = attrs.evolve(CALL, openphone_id="ACxother", from_number=BEN)
    loaded = LoadedResources(
        calls=(CALL, other),
        recordings=(make.recording(CALL),),
        voicemails=(
            make.voicemail(None, "theirs", activity_id="VMx1", direction=IN, from_number=ANN),
            make.voicemail(other, "kept", direction=IN),
        ),
    )

    silenced = REDACTOR.silenced(loaded)

    assert silenced == {CALL.openphone_id, "ACxtheirs", "VMx1"}
