"""What a thread says beside its items."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from openphone_crm.completeness import CallPart
from openphone_crm.crm import ItemKind
from openphone_crm.events import Direction, Utterance
from openphone_crm.testing import builders as make
from openphone_crm.thread_words import (
    Delivery,
    Tone,
    asks_callback,
    awaited,
    callable_number,
    delivery_of,
    has_several_lines,
    speaker_of,
)
from openphone_crm.views import (
    CallView,
    ContactCard,
    ConversationView,
    LastItem,
    Participant,
    TimelineItem,
)


def view(**fields: Any) -> ConversationView:  # noqa: ANN401 - the fields of a view
    """Look at the conversation with Ann."""
    usual: dict[str, Any] = {
        "id": make.conversation().id,
        "contact": ContactCard(make.contact_id("ann"), "Ann", make.ANN),
        "phone_number": make.ANN,
        "our_number": make.OUR_NUMBER,
        "participants": (Participant(make.contact_id("ann"), make.ANN),),
        "last_activity_at": make.NOON,
        "last_item": LastItem(ItemKind.MESSAGE, Direction.INCOMING, "Hi"),
        "unread_count": 0,
        "needs_reply": False,
        "opted_out": False,
        "deep_link": None,
    }
    return ConversationView(**{**usual, **fields})


@pytest.mark.parametrize(
    ("status", "code", "delivery"),
    [
        ("queued", None, Delivery("Queued")),
        ("sent", None, Delivery("Sent")),
        ("delivered", None, Delivery("Delivered", Tone.GOOD)),
        ("delivered", "30006", Delivery("Delivered", Tone.GOOD)),
        ("failed", None, Delivery("Not sent", Tone.BAD)),
        ("failed", "it waited too long", Delivery("Not sent", Tone.BAD, "it waited too long")),
        ("undelivered", "30999", Delivery("Not delivered", Tone.BAD, "error 30999")),
        ("half_way", None, Delivery("Half way")),
        (None, None, None),
    ],
)
def test_how_far_a_text_is(status: str | None, code: str | None, delivery: Delivery | None) -> None:
    """Each status has its words; one that is not known is told as it is, and why only where it failed."""
    message = make.message(direction=Direction.OUTGOING, status=status, error_code=code)

    assert delivery_of(message) == delivery


def test_known_errors_are_explained() -> None:
    """Of the codes that OpenPhone names, one learns what they mean."""
    message = make.message(direction=Direction.OUTGOING, status="undelivered", error_code="30006")

    delivery = delivery_of(message)

    assert delivery
    assert "landline" in delivery.why
    assert "30006" in delivery.why


def test_what_came_in_was_not_delivered_by_us() -> None:
    """A text that came in has no such words."""
    assert delivery_of(make.message(direction=Direction.INCOMING, status="received")) is None


def test_what_a_call_lacks() -> None:
    """What may still come is expected, and what was given up never came."""
    call = CallView(
        call=make.call(),
        contact_id=None,
        recordings=(),
        expected=(CallPart.RECORDING,),
        missing=(CallPart.TRANSCRIPT,),
    )

    assert awaited(call) == ("Recording expected", "Transcript was announced, and never came")


@pytest.mark.parametrize(
    ("direction", "ended", "asks"),
    [(Direction.INCOMING, True, True), (Direction.OUTGOING, True, False), (Direction.INCOMING, None, False)],
)
def test_a_missed_call_asks_to_be_returned(direction: Direction, ended: bool | None, asks: bool) -> None:  # noqa: FBT001
    """One that we made does not, and neither does one that still rings."""
    call = make.call(direction=direction, ended=ended)
    seen = CallView(call=call, contact_id=None, recordings=(), expected=())

    assert asks_callback(TimelineItem(call.id, ItemKind.CALL, make.NOON, seen)) is asks


def test_who_can_be_called() -> None:
    """One party with a number can, unless they asked for silence; of a group nobody knows whom."""
    group = (Participant(None, make.ANN), Participant(None, make.BEN))

    numbers = [
        callable_number(one)
        for one in (
            view(),
            view(opted_out=True),
            view(participants=group),
            view(phone_number="Anonymous"),
        )
    ]

    assert numbers == [make.ANN, None, None, None]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        (Utterance(speaker="USx1", text="Hi", is_ours=True), "Us"),
        (Utterance(speaker=make.OUR_NUMBER, text="Hi"), "Us"),
        (Utterance(speaker=make.ANN, text="Hi"), "Ann"),
        (Utterance(speaker=make.BEN, text="Hi"), make.BEN),
        (Utterance(speaker=None, text="Hi"), "Somebody"),
    ],
)
def test_who_speaks(line: Utterance, speaker: str) -> None:
    """Ours are us, the contact has its name, and others what OpenPhone calls them."""
    assert speaker_of(line, view()) == speaker


def test_a_speaker_without_a_name_is_a_number() -> None:
    """Whoever has no name yet is told by the number."""
    assert speaker_of(Utterance(speaker=make.ANN, text="Hi"), view(contact=None)) == make.ANN


def test_lines_are_told_apart_only_where_there_are_several() -> None:
    """One line needs no name, and one that is not known is none."""
    ours, other = view(), attrs.evolve(view(), our_number="+12065550101")

    assert has_several_lines([ours, other])
    assert not has_several_lines([ours, ours, view(our_number="")])
