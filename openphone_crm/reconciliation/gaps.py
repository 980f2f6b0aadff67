"""
What is a gap: something that OpenPhone knows, and we do not.

Another spelling, a url that was signed anew and a newer stamp are none: only what a person would miss.
"""

from __future__ import annotations

from typing import Final

from openphone_crm.crm import Call, Message, Recording, Summary, Transcript, Voicemail
from openphone_crm.events import (
    CallReported,
    MessageReported,
    ProcessingState,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.ids import ItemId
from openphone_crm.merging import merged, message_rank
from openphone_crm.outcomes import outcome_of
from openphone_crm.placement import place_of_call
from openphone_crm.recordings import add_recordings
from openphone_crm.working_set import WorkingSet

_OVER: Final = message_rank("failed")
_ARRIVED: Final = message_rank("delivered")

_COURSE: Final = (
    "direction",
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
)
_TELLING: Final = ("completed_at", "answered_by")
_STUB: Final = ItemId("")


def is_gap(report: Report, desk: WorkingSet) -> bool:  # noqa: PLR0911 - one for each kind
    """Whether this copy brings something that we do not have; `desk` holds what we know of it."""
    match report:
        case MessageReported():
            return _is_new_message(report, desk.messages.get(report.openphone_id))
        case CallReported():
            return _is_new_call(report, desk)
        case RecordingsReported():
            return _brings_recording(report, recordings_of(report.call_id, desk))
        case VoicemailReported():
            return _brings_voicemail(report, desk.voicemails.get(report.call_openphone_id or ""))
        case TranscriptReported():
            return _completes_transcript(report, desk.transcripts.get(report.call_id))
        case SummaryReported():
            return _completes_summary(report, desk.summaries.get(report.call_id))
        case _:
            return False


def call_with(report: CallReported, desk: WorkingSet) -> Call:
    """What is known of a call together with what this copy tells of its course."""
    stub = Call(id=_STUB, openphone_id=report.openphone_id, reported_at=report.reported_at)
    known = desk.calls.get(report.openphone_id) or stub
    return merged(known, report, _COURSE, report.stamp)


def recordings_of(call_id: str, desk: WorkingSet) -> tuple[Recording, ...]:
    """The recordings of a call that are known."""
    return tuple(each for each in desk.recordings.values() if each.call_openphone_id == call_id)


def _is_new_message(report: MessageReported, known: Message | None) -> bool:
    """One that is unknown; or its fate is, which is known there."""
    if known is None:
        return True
    here = message_rank(known.status)
    there = message_rank(merged(known, report, ("status",), report.stamp).status)
    return there >= _OVER and here < min(there, _ARRIVED)


def _is_new_call(report: CallReported, desk: WorkingSet) -> bool:
    """One that is unknown, or its end, its parties or who took it; one that goes on is told of in time."""
    known, call = desk.calls.get(report.openphone_id), call_with(report, desk)
    if not _is_over(call):
        return False
    if known is None or outcome_of(known) is not outcome_of(call):
        return True
    if any(getattr(known, field) is None and getattr(call, field) for field in _TELLING):
        return True
    return place_of_call(known, desk.lines) is None and place_of_call(call, desk.lines) is not None


def _is_over(call: Call) -> bool:
    return bool(call.ended or call.completed_at)


def _brings_recording(report: RecordingsReported, known: tuple[Recording, ...]) -> bool:
    return _audible(add_recordings(known, report)) > _audible(known)


def _audible(recordings: tuple[Recording, ...]) -> int:
    return sum(recording.url is not None for recording in recordings)


def _brings_voicemail(report: VoicemailReported, known: Voicemail | None) -> bool:
    """One that can be heard, and its words; while OpenPhone is at it neither is there."""
    if report.url is None:
        return False
    return known is None or known.url is None or (known.transcript is None and report.transcript is not None)


def _completes_transcript(report: TranscriptReported, known: Transcript | None) -> bool:
    if report.state is not ProcessingState.COMPLETED:
        return False
    return known is None or known.state is not ProcessingState.COMPLETED


def _completes_summary(report: SummaryReported, known: Summary | None) -> bool:
    """One that is complete, or brings the next steps: some lists show a summary without them."""
    if report.state is not ProcessingState.COMPLETED:
        return False
    if known is None or known.state is not ProcessingState.COMPLETED:
        return True
    return bool(report.next_steps) and not known.next_steps
