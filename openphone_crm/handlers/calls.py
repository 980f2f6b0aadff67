"""What a call does to the CRM, and how its parts find it in any order."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import attrs

from openphone_crm.crm import Call, Summary, Transcript, Voicemail
from openphone_crm.events import CallReported
from openphone_crm.handlers.people import Cause, meet
from openphone_crm.ids import ItemId, derived_id
from openphone_crm.merging import merged
from openphone_crm.placement import line_told_by, place_of_call
from openphone_crm.timeline import call_entry, part_entry
from openphone_crm.working_set import Shelf, WorkingSet

PartT = TypeVar("PartT", Voicemail, Transcript, Summary)

_FIELDS = (
    "direction",
    "status",
    "from_number",
    "to_numbers",
    "our_number",
    "parties",
    "phone_number_id",
    "created_at",
    "answered_at",
    "completed_at",
    "answered_by",
    "ended",
    "forwarded",
    "answered",
    "ai_handled",
    "has_voicemail",
    "no_voicemail",
    "talk_seconds",
    "deep_link",
)


def report_call(report: CallReported, desk: WorkingSet, cause: Cause) -> None:
    """Add what this copy knows to the call, put it where it belongs, and its parts beside it."""
    _learn_line(report, desk)
    known = _call_or_stub(report.openphone_id, desk, reported_at=report.reported_at)
    call = merged(known, report, _FIELDS, report.stamp)
    place = place_of_call(call, desk.lines)
    if place is not None:
        meet(place.parties, desk, cause)
        call = attrs.evolve(call, conversation_id=desk.place(place))
    _put(call, desk, known=known)


def gather(call_id: str, desk: WorkingSet, *, reported_at: datetime) -> None:
    """
    Put a part that was just kept beside its call; the call is a stub while only parts told of it.

    A part says nothing about where the call belongs, so the call stays where it is.
    """
    call = _call_or_stub(call_id, desk, reported_at=reported_at)
    _put(call, desk, known=call)


def _call_or_stub(call_id: str, desk: WorkingSet, *, reported_at: datetime) -> Call:
    known = desk.calls.get(call_id)
    if known is None:
        return Call(id=ItemId(derived_id("call", call_id)), openphone_id=call_id, reported_at=reported_at)
    return known if known.reported_at <= reported_at else attrs.evolve(known, reported_at=reported_at)


def _put(call: Call, desk: WorkingSet, *, known: Call) -> None:
    desk.calls.put(call)
    desk.show(call.id, call_entry(call, desk.voicemails.get(call.openphone_id)), before=known.conversation_id)
    _put_beside(call, desk.voicemails, desk)
    _put_beside(call, desk.transcripts, desk)
    _put_beside(call, desk.summaries, desk)


def _put_beside(call: Call, shelf: Shelf[str, PartT], desk: WorkingSet) -> None:
    part = shelf.get(call.openphone_id)
    if part is None:
        return
    settled = part
    if part.conversation_id != call.conversation_id:
        settled = attrs.evolve(part, conversation_id=call.conversation_id)
        shelf.put(settled)
    desk.show(settled.id, part_entry(settled, call), before=part.conversation_id)


def _learn_line(report: CallReported, desk: WorkingSet) -> None:
    if report.our_number and report.phone_number_id:
        desk.learn_line(report.phone_number_id, report.our_number)
    elif line := line_told_by(report):
        desk.learn_line(*line)
