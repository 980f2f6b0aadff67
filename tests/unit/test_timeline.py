"""Tests of what an item means for its conversation."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from openphone_crm.crm import ItemKind, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.timeline import Part, call_entry, message_entry, order_of, part_entry
from tests.unit.reports import ANN, NOON, SHOP, a_call, a_message, minute

INCOMING, OUTGOING = Direction.INCOMING, Direction.OUTGOING
TALK = ConversationId("conversation-1")
COMPLETED = ProcessingState.COMPLETED


def voicemail(**fields: Any) -> Voicemail:  # noqa: ANN401 - any field
    """A voicemail in the conversation."""
    known = Voicemail(id=ItemId("v1"), key="ACx2", reported_at=minute(9), conversation_id=TALK)
    return attrs.evolve(known, **fields)


def transcript(**fields: Any) -> Transcript:  # noqa: ANN401 - any field
    """A completed transcript in the conversation."""
    known = Transcript(id=ItemId("t1"), call_openphone_id="ACx2", reported_at=minute(9), conversation_id=TALK)
    return attrs.evolve(known, **{"state": COMPLETED, **fields})


def summary(**fields: Any) -> Summary:  # noqa: ANN401 - any field
    """A completed summary in the conversation."""
    known = Summary(id=ItemId("s1"), call_openphone_id="ACx2", reported_at=minute(9), conversation_id=TALK)
    return attrs.evolve(known, **{"state": COMPLETED, **fields})


def test_nothing_stands_in_no_conversation() -> None:
    """What has no conversation yet has no line."""
    parts = [
        part_entry(part, a_call())
        for part in (voicemail(conversation_id=None), summary(conversation_id=None))
    ]

    assert (message_entry(a_message()), call_entry(a_call()), parts) == (None, None, [None, None])


def test_an_incoming_message_wants_an_answer() -> None:
    """It is new to a person here, and tells who wrote it."""
    entry = message_entry(
        a_message(conversation_id=TALK, direction=INCOMING, text="Hi", from_number=ANN, created_at=minute(-5))
    )

    assert entry is not None
    assert (entry.kind, entry.text, entry.occurred_at) == (ItemKind.MESSAGE, "Hi", minute(-5))
    assert (entry.is_inbound, entry.asks_reply, entry.author) == (True, True, ANN)


@pytest.mark.parametrize(
    ("status", "asks"),
    [("delivered", False), ("sent", False), (None, False), ("failed", None), ("undelivered", None)],
)
def test_an_outgoing_message_is_an_answer_unless_it_failed(status: str | None, asks: bool | None) -> None:  # noqa: FBT001
    """An answer that was never sent leaves the question open."""
    entry = message_entry(a_message(conversation_id=TALK, direction=OUTGOING, text="stop", status=status))

    assert entry is not None
    assert (entry.is_inbound, entry.asks_reply, entry.opts_out, entry.author) == (False, asks, None, None)


@pytest.mark.parametrize(
    ("text", "opts_out"),
    [
        ("STOP", True),
        (" Stop. ", True),
        ("unsubscribe", True),
        ("START", False),
        ("Unstop!", False),
        ("Please stop by at noon", None),
        (None, None),
    ],
)
def test_stop_and_start_count_as_whole_messages(text: str | None, opts_out: bool | None) -> None:  # noqa: FBT001
    """A person who writes nothing but the word means it."""
    entry = message_entry(a_message(conversation_id=TALK, direction=INCOMING, text=text))

    assert entry is not None
    assert entry.opts_out is opts_out


@pytest.mark.parametrize(
    ("facts", "is_inbound", "asks"),
    [
        ({"direction": INCOMING, "ended": True}, True, True),
        ({"direction": INCOMING, "ended": True, "answered": True}, False, False),
        ({"direction": INCOMING, "ended": True, "ai_handled": True}, False, False),
        ({"direction": INCOMING, "ended": True, "forwarded": True}, False, False),
        ({"direction": OUTGOING, "ended": True}, False, None),
        ({"direction": INCOMING}, False, None),
    ],
)
def test_a_missed_call_wants_an_answer(
    facts: dict[str, object],
    is_inbound: bool,  # noqa: FBT001 - a figure of the table above
    asks: bool | None,  # noqa: FBT001 - a figure of the table above
) -> None:
    """A talk settles what was open; a call that goes on or was in vain changes nothing."""
    entry = call_entry(a_call(conversation_id=TALK, **facts))

    assert entry is not None
    assert (entry.is_inbound, entry.asks_reply) == (is_inbound, asks)


def test_a_call_stands_where_it_began() -> None:
    """Its own time counts; while it is a stub, that of the first report."""
    known = call_entry(a_call(conversation_id=TALK, created_at=minute(-5)))
    stub = call_entry(a_call(conversation_id=TALK))

    assert known is not None
    assert stub is not None
    assert (known.occurred_at, stub.occurred_at) == (minute(-5), NOON)


def test_only_an_incoming_call_has_an_author() -> None:
    """Who called is who wrote first; our own calls are ours."""
    sides = {"our_number": SHOP, "parties": (ANN,), "conversation_id": TALK}

    incoming, outgoing = (call_entry(a_call(direction=way, **sides)) for way in (INCOMING, OUTGOING))

    assert incoming is not None
    assert outgoing is not None
    assert (incoming.author, outgoing.author) == (ANN, None)


@pytest.mark.parametrize("part", [voicemail(), transcript(), summary()])
def test_a_part_stands_where_its_call_ended(part: Part) -> None:
    """Until that is known it stands where it was reported; its direction is that of the call."""
    ended, running, alone = (
        part_entry(part, call)
        for call in (a_call(completed_at=minute(4), direction=INCOMING), a_call(), None)
    )

    assert ended is not None
    assert running is not None
    assert alone is not None
    assert (ended.occurred_at, running.occurred_at, alone.occurred_at) == (minute(4), minute(9), minute(9))
    assert (ended.direction, alone.direction) == (INCOMING, None)


@pytest.mark.parametrize("state", [None, *(state for state in ProcessingState if state is not COMPLETED)])
def test_what_is_not_completed_is_not_shown(state: ProcessingState | None) -> None:
    """An announced, absent or failed summary or transcript is none."""
    assert part_entry(summary(state=state), a_call()) is None
    assert part_entry(transcript(state=state), a_call()) is None


@pytest.mark.parametrize(
    ("way", "has_call", "facts"),
    [
        (INCOMING, False, (True, True)),
        (INCOMING, True, (True, True)),
        (None, False, (True, True)),
        (OUTGOING, False, (False, None)),
    ],
)
def test_a_voicemail_wants_an_answer(
    way: Direction | None,
    has_call: bool,  # noqa: FBT001 - a figure of the table above
    facts: tuple[object, object],
) -> None:
    """With its call or alone it is something to look at; one that we left is not."""
    entry = part_entry(voicemail(direction=way), a_call() if has_call else None)

    assert entry is not None
    assert (entry.is_inbound, entry.asks_reply) == facts


def test_a_missed_call_and_its_voicemail_are_one_thing_to_look_at() -> None:
    """The voicemail counts as unread and the call no longer, also when the voicemail came later."""
    call = a_call(conversation_id=TALK, ended=True, direction=INCOMING)

    alone, with_voicemail = call_entry(call), call_entry(call, voicemail())

    assert alone is not None
    assert with_voicemail is not None
    assert (alone.is_inbound, with_voicemail.is_inbound) == (True, False)


def test_transcripts_and_summaries_ask_nothing() -> None:
    """They tell of a talk that is over."""
    entries = [part_entry(part, a_call()) for part in (transcript(), summary())]

    assert [(entry.is_inbound, entry.asks_reply) for entry in entries if entry] == [(False, None)] * 2


def test_things_of_one_moment_have_an_order() -> None:
    """Call, voicemail, transcript, summary, message."""
    kinds = [ItemKind.CALL, ItemKind.VOICEMAIL, ItemKind.TRANSCRIPT, ItemKind.SUMMARY, ItemKind.MESSAGE]

    assert [order_of(kind) for kind in kinds] == [0, 1, 2, 3, 4]
