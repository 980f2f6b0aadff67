"""Voicemails whose call nobody named."""

from __future__ import annotations

from openphone_crm.handlers.telling import want_telling
from openphone_crm.routing import route
from openphone_crm.working_set import WorkingSet
from tests.unit.reports import CAUSE, voicemail_reported


def test_each_is_told_by_itself() -> None:
    """Among several voicemails without a call the one that was reported is the one to tell."""
    desk = WorkingSet()
    for activity in ("ACx7", "ACx8"):
        report = voicemail_reported(call_openphone_id=None, activity_id=activity)
        route(report, desk, CAUSE)
        want_telling(report, desk, CAUSE)

    assert [each.subject for each in desk.follow_ups] == ["ACx7", "ACx8"]


def test_one_that_was_not_taken_in_is_not_told() -> None:
    """A voicemail that the handlers did not put away leaves nothing to tell."""
    desk = WorkingSet()

    want_telling(voicemail_reported(call_openphone_id=None, activity_id="ACx7"), desk, CAUSE)

    assert desk.follow_ups == []
