"""Tests of what a call does to the CRM."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.crm import Outcome
from openphone_crm.events import Direction
from openphone_crm.outcomes import outcome_of
from tests.unit.handlers.desks import lines_of, numbers, reloaded, worked
from tests.unit.reports import ANN, BEN, CAUSE, LINE, SHOP, call_reported, minute, voicemail_reported


def test_a_missed_call_makes_a_contact_and_a_conversation() -> None:
    """Who calls for the first time is a contact without a name, and their call stands in a conversation."""
    desk = worked(call_reported())

    (talk,) = desk.conversations.values()
    assert (numbers(desk), talk.our_number, talk.parties) == ([ANN], SHOP, (ANN,))
    assert lines_of(desk.entries.values()) == ["Call: Missed"]


def test_sides_and_numbers_lead_to_the_same_conversation() -> None:
    """A call through two subscriptions of different generations is one call in one conversation."""
    sided = call_reported(1, from_number=None, to_numbers=(), our_number=SHOP, parties=(ANN,))

    desk = worked(call_reported(), sided)

    assert (len(desk.calls.values()), len(desk.conversations.values())) == (1, 1)


def test_a_call_from_nobody_stands_in_no_conversation() -> None:
    """It is kept among the calls until its outside number is known; nobody is invented."""
    unknown = worked(call_reported(from_number=None, to_numbers=()))
    told = worked(call_reported(1), desk=reloaded(unknown))

    assert (len(unknown.calls.values()), unknown.entries.values(), numbers(unknown)) == (1, [], [])
    assert lines_of(told.entries.values()) == ["Call: Missed"]


def test_a_withheld_number_is_a_conversation_without_contact() -> None:
    """Somebody called, but there is nobody to call back."""
    desk = worked(call_reported(from_number="Anonymous"))

    assert ([talk.parties for talk in desk.conversations.values()], numbers(desk)) == ([("Anonymous",)], [])


def test_a_newer_state_is_never_overwritten_by_an_older_one() -> None:
    """The ringing that arrives after the end changes nothing of it."""
    ringing = call_reported(0, status="ringing", completed_at=None, ended=None)
    completed = call_reported(5, status="completed", answered_at=minute(0.5))

    desk = worked(completed, ringing)

    (call,) = desk.calls.values()
    assert (call.status, outcome_of(call)) == ("completed", Outcome.ANSWERED)
    assert call.reported_at == minute(0)


@pytest.mark.parametrize(
    ("facts", "learned"),
    [
        ({}, ((LINE, SHOP),)),
        ({"from_number": None, "to_numbers": (), "our_number": SHOP, "parties": (ANN,)}, ((LINE, SHOP),)),
        ({"phone_number_id": None}, ()),
        ({"to_numbers": (SHOP, BEN)}, ()),
    ],
)
def test_a_line_is_learned_from_what_is_clear(
    facts: dict[str, Any], learned: tuple[tuple[str, str], ...]
) -> None:
    """A call that tells our number and its id tells the line."""
    assert worked(call_reported(**facts)).changes().lines == learned


def test_the_line_tells_our_number_where_the_call_does_not() -> None:
    """With only the caller named, our number is the one already seen for the phone number id."""
    stored = reloaded(worked(call_reported(openphone_id="ACx9")))

    desk = worked(call_reported(to_numbers=()), desk=stored)

    assert [talk.our_number for talk in desk.conversations.values()] == [SHOP]


def test_a_call_that_is_told_the_numbers_of_its_voicemail_keeps_them() -> None:
    """A thin copy that comes later erases nothing."""
    stub = call_reported(1, direction=Direction.INCOMING, has_voicemail=True)
    thin = call_reported(2, from_number=None, to_numbers=(), phone_number_id=None)

    desk = worked(stub, thin)

    (call,) = desk.calls.values()
    assert (call.from_number, call.to_numbers, call.has_voicemail) == (ANN, (SHOP,), True)


def test_the_parts_move_with_their_call() -> None:
    """When a newer copy tells other numbers, voicemail and call stay together."""
    desk = worked(call_reported(1), voicemail_reported(1), call_reported(2, from_number=BEN), cause=CAUSE)

    (talk,) = (found for found in desk.conversations.values() if found.parties == (BEN,))
    assert {entry.conversation_id for entry in desk.entries.values()} == {talk.id}
