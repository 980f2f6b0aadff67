"""Tests of which conversation something belongs to."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.events import Direction
from openphone_crm.placement import Place, line_told_by, outside_number_of, place_of, place_of_call, sides_of
from tests.unit.reports import ANN, BEN, LINE, SHOP, a_call, a_message

INCOMING, OUTGOING = Direction.INCOMING, Direction.OUTGOING
NUMBERS = st.sampled_from([ANN, BEN, SHOP, "72975", "Anonymous"])


def place(way: Direction | None, sender: str | None, *receivers: str, lines: dict[str, str]) -> Place | None:
    """Where a message between these belongs."""
    message = a_message(direction=way, from_number=sender, to_numbers=receivers, phone_number_id=LINE)
    return place_of(message, lines)


@pytest.mark.parametrize(
    ("way", "sender", "receivers", "parties"),
    [
        (INCOMING, ANN, (SHOP,), (ANN,)),
        (OUTGOING, SHOP, (ANN,), (ANN,)),
        (OUTGOING, SHOP, (BEN, ANN), (ANN, BEN)),
        (INCOMING, ANN, (SHOP, BEN), (ANN, BEN)),
        (INCOMING, "Anonymous", (SHOP,), ("Anonymous",)),
    ],
)
def test_our_number_is_to_or_from(
    way: Direction, sender: str, receivers: tuple[str, ...], parties: tuple[str, ...]
) -> None:
    """Incoming things go to our number, outgoing ones come from it; the others are the parties."""
    found = place(way, sender, *receivers, lines={})

    assert found == Place(SHOP, parties)


def test_in_an_incoming_group_our_number_is_the_one_already_seen() -> None:
    """The phone number id tells which of several receivers we are; else it is the first."""
    seen = place(INCOMING, ANN, BEN, SHOP, lines={LINE: SHOP})
    unseen = place(INCOMING, ANN, BEN, SHOP, lines={})
    elsewhere = place(INCOMING, ANN, BEN, SHOP, lines={LINE: "+12065550199"})

    assert (seen, unseen, elsewhere) == (
        Place(SHOP, (ANN, BEN)),
        Place(BEN, (SHOP, ANN)),
        Place(BEN, (SHOP, ANN)),
    )


@pytest.mark.parametrize(
    ("way", "sender", "receivers", "lines", "found"),
    [
        (INCOMING, ANN, (), {}, Place("", (ANN,))),
        (INCOMING, ANN, (), {LINE: SHOP}, Place(SHOP, (ANN,))),
        (OUTGOING, ANN, (), {LINE: SHOP}, Place(SHOP, (ANN,))),
        (OUTGOING, SHOP, (), {}, None),
        (OUTGOING, SHOP, (), {LINE: SHOP}, None),
        (INCOMING, None, (SHOP,), {}, None),
        (INCOMING, SHOP, (SHOP,), {}, None),
        (INCOMING, None, (), {}, None),
        (None, ANN, (SHOP,), {}, None),
        (None, ANN, (SHOP,), {LINE: BEN}, None),
        (None, ANN, (SHOP,), {LINE: SHOP}, Place(SHOP, (ANN,))),
        (None, ANN, (), {LINE: SHOP}, Place(SHOP, (ANN,))),
    ],
)
def test_with_less_told_it_is_found_or_waits(
    way: Direction | None,
    sender: str | None,
    receivers: tuple[str, ...],
    lines: dict[str, str],
    found: Place | None,
) -> None:
    """Without an outside number there is no conversation, and nobody is taken for one by guessing."""
    assert place(way, sender, *receivers, lines=lines) == found


@given(sender=NUMBERS, receivers=st.lists(NUMBERS, min_size=1, max_size=4, unique=True))
def test_a_conversation_is_the_same_from_both_sides(sender: str, receivers: list[str]) -> None:
    """An answer to everybody stands where the question stood, in whatever order the others are named."""
    asked = place(OUTGOING, sender, *receivers, lines={LINE: sender})
    for order in permutations(receivers):
        first, *others = order

        answered = place(INCOMING, first, *others, sender, lines={LINE: sender})

        assert answered == asked
        assert asked is None or asked.our_number not in asked.parties


@given(ours=NUMBERS, parties=st.lists(NUMBERS, min_size=1, unique=True))
def test_the_id_is_that_of_number_and_set(ours: str, parties: list[str]) -> None:
    """The id depends on our number and the set of parties, and on nothing else."""
    forward, backward = (
        place_of_call(a_call(our_number=ours, parties=tuple(order)), {})
        for order in (parties, reversed(parties))
    )
    other = place_of_call(a_call(our_number="+12065550199", parties=tuple(parties)), {})

    assert forward == backward
    assert other is not None
    assert forward is None or forward.conversation_id != other.conversation_id


@pytest.mark.parametrize(
    ("facts", "lines", "found"),
    [
        ({"our_number": SHOP}, {LINE: BEN}, Place(SHOP, (ANN,))),
        ({}, {LINE: SHOP}, Place(SHOP, (ANN,))),
        ({"from_number": ANN, "to_numbers": (SHOP,)}, {}, Place(SHOP, (ANN,))),
        ({}, {}, Place("", (ANN,))),
    ],
)
def test_a_call_with_sides_belongs_to_them(
    facts: dict[str, object], lines: dict[str, str], found: Place
) -> None:
    """Where the payload tells the sides, nothing else is asked but for our number."""
    call = a_call(parties=(ANN,), phone_number_id=LINE, **facts)

    assert place_of_call(call, lines) == found


def test_a_call_without_sides_belongs_where_a_message_would() -> None:
    """Sender and receiver tell it for calls too."""
    call = a_call(direction=INCOMING, from_number=ANN, to_numbers=(SHOP,))

    assert place_of_call(call, {}) == Place(SHOP, (ANN,))


@pytest.mark.parametrize(
    ("way", "sender", "receivers", "told"),
    [
        (INCOMING, ANN, (SHOP,), (LINE, SHOP)),
        (OUTGOING, SHOP, (ANN,), (LINE, SHOP)),
        (OUTGOING, SHOP, (ANN, BEN), (LINE, SHOP)),
        (INCOMING, ANN, (SHOP, BEN), None),
        (INCOMING, ANN, (), None),
        (OUTGOING, SHOP, (), None),
        (INCOMING, None, (SHOP,), None),
        (None, ANN, (SHOP,), None),
    ],
)
def test_a_line_is_learned_where_there_is_no_doubt(
    way: Direction | None, sender: str | None, receivers: tuple[str, ...], told: tuple[str, str] | None
) -> None:
    """Only a thing that names both ends clearly tells the number of a phone number id."""
    message = a_message(direction=way, from_number=sender, to_numbers=receivers, phone_number_id=LINE)

    assert line_told_by(message) == told


def test_without_a_phone_number_id_no_line_is_learned() -> None:
    """There is nothing to remember it by."""
    assert line_told_by(a_message(direction=INCOMING, from_number=ANN, to_numbers=(SHOP,))) is None


@pytest.mark.parametrize(
    ("facts", "sides"),
    [
        ({"from_number": ANN, "to_numbers": (SHOP,), "parties": (ANN,)}, (ANN, (SHOP,))),
        ({"direction": INCOMING, "our_number": SHOP, "parties": (ANN,)}, (ANN, (SHOP,))),
        ({"direction": INCOMING, "parties": (ANN,)}, (ANN, ())),
        ({"direction": OUTGOING, "our_number": SHOP, "parties": (ANN, BEN)}, (SHOP, (ANN, BEN))),
        ({"our_number": SHOP, "parties": (ANN,)}, (None, ())),
        ({}, (None, ())),
    ],
)
def test_sides_are_shown_as_from_and_to(facts: dict[str, object], sides: tuple[object, ...]) -> None:
    """A call whose sides are told is shown like any other, as far as its direction is known."""
    assert sides_of(a_call(**facts)) == sides


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"direction": INCOMING, "from_number": ANN, "to_numbers": (SHOP,)}, ANN),
        ({"direction": OUTGOING, "from_number": SHOP, "to_numbers": (ANN, BEN)}, ANN),
        ({"direction": OUTGOING, "from_number": SHOP}, None),
        ({"our_number": SHOP, "parties": (ANN,)}, ANN),
        ({}, None),
    ],
)
def test_a_call_has_one_outside_number(facts: dict[str, object], number: str | None) -> None:
    """Whoever called us, or whom we called first; where the direction is unknown, the first party."""
    assert outside_number_of(a_call(**facts)) == number
