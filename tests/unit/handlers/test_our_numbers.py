"""Our own numbers never become contacts."""

from __future__ import annotations

import pytest

from openphone_crm.events import Report
from openphone_crm.ids import ConversationId
from openphone_crm.placement import Place
from openphone_crm.working_set import LoadedResources, WorkingSet
from tests.unit.handlers.desks import numbers, worked
from tests.unit.reports import (
    ANN,
    BEN,
    SHOP,
    call_reported,
    contact_reported,
    message_reported,
    voicemail_reported,
)

OTHER_LINE = "+12065550190"


def desk_of_two_lines() -> WorkingSet:
    """A working set that knows our numbers."""
    desk = WorkingSet()
    desk.load_resources(LoadedResources(our_numbers=frozenset({SHOP, OTHER_LINE})))
    return desk


def conversations(desk: WorkingSet) -> set[ConversationId]:
    """The ids of all conversations."""
    return {conversation.id for conversation in desk.conversations.values()}


@pytest.mark.parametrize(
    "report",
    [
        message_reported(from_number=OTHER_LINE),
        call_reported(from_number=OTHER_LINE),
        voicemail_reported(from_number=OTHER_LINE, call_openphone_id=None),
    ],
)
def test_what_goes_between_our_lines_has_no_contact(report: Report) -> None:
    """It stands in a conversation all the same."""
    desk = worked(report, desk=desk_of_two_lines())

    assert numbers(desk) == []
    assert conversations(desk) == {Place(SHOP, (OTHER_LINE,)).conversation_id}


def test_a_stranger_in_a_group_with_us_is_a_contact() -> None:
    """Our other line in it is none."""
    desk = worked(message_reported(to_numbers=(SHOP, OTHER_LINE, BEN)), desk=desk_of_two_lines())

    assert numbers(desk) == [ANN, BEN]


def test_a_contact_that_was_edited_in_quo_does_not_get_our_number() -> None:
    """Its own it gets, and the log says so, without the number."""
    desk = worked(contact_reported(numbers=(OTHER_LINE, ANN)), desk=desk_of_two_lines())

    assert numbers(desk) == [ANN]
    (notice,) = desk.notices
    assert "is a number of ours" in notice
    assert OTHER_LINE not in notice
