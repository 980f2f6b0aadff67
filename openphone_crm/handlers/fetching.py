"""What a report leaves open, and OpenPhone's API may know: it is asked for soon after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from openphone_crm.completeness import CallPart, WholeCall, may_have_voicemail
from openphone_crm.crm import Voicemail
from openphone_crm.events import (
    CallReported,
    RecordingCopy,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.people import Cause
from openphone_crm.priority import Priority
from openphone_crm.remote import FetchedKind
from openphone_crm.working_set import WorkingSet

FETCH: Final = "fetch"
KIND: Final = "kind"
HISTORY: Final = "history"

FOR_THE_CALL: Final = timedelta(seconds=5)
"""Most events that say little are followed by one that says more."""
FOR_THE_PARTS: Final = timedelta(seconds=10)
"""OpenPhone needs about so long for a voicemail or a recording."""
FOR_THE_EVENT: Final = timedelta(seconds=60)
"""What is announced comes by itself nearly always, and sooner."""

_URGENT: Final = frozenset((FetchedKind.CALL, FetchedKind.VOICEMAIL))
"""Somebody may be waiting to be told of it."""


def want_fetching(report: Report, desk: WorkingSet, cause: Cause) -> None:
    """
    Have OpenPhone asked for what is still unknown of the call that was reported.

    Every report of the call asks anew, under the same ids: so it is asked for once, and no more when it
    has come by then.
    """
    whole = _whole(report, desk)
    if whole is None:
        return
    for kind, delay in (*wanted_of(whole), *_recordings_in(report)):
        desk.follow_ups.append(
            FollowUp(
                id=follow_up_id(FETCH, whole.call.openphone_id, kind),
                kind=FETCH,
                subject=whole.call.openphone_id,
                priority=_priority_of(kind, cause),
                created_at=cause.received_at,
                due_at=cause.received_at + delay,
                details={KIND: kind.value, **({HISTORY: "yes"} if cause.is_history else {})},
            )
        )


def wanted_of(whole: WholeCall) -> Iterator[tuple[FetchedKind, timedelta]]:
    """What is unknown of a call, and how long to wait until it is asked for."""
    call, expected = whole.call, whole.expected
    if call.conversation_id is None:
        yield FetchedKind.CALL, FOR_THE_CALL
    if CallPart.RECORDING in expected:
        yield FetchedKind.RECORDINGS, FOR_THE_PARTS
    if whole.voicemail is None and may_have_voicemail(call):
        # While its end is not known, the caller may still be speaking.
        yield FetchedKind.VOICEMAIL, FOR_THE_PARTS if call.completed_at else FOR_THE_EVENT
    elif whole.voicemail is not None and _has_gaps(whole.voicemail):
        yield FetchedKind.VOICEMAIL, FOR_THE_PARTS
    elif CallPart.VOICEMAIL in expected:
        yield FetchedKind.VOICEMAIL, FOR_THE_EVENT
    if CallPart.TRANSCRIPT in expected:
        yield FetchedKind.TRANSCRIPT, FOR_THE_EVENT
    if CallPart.SUMMARY in expected:
        yield FetchedKind.SUMMARY, FOR_THE_EVENT


def _whole(report: Report, desk: WorkingSet) -> WholeCall | None:
    """The call of a report, with its parts; its recordings only where the report is about them."""
    call_id = _call_id(report)
    call = desk.calls.get(call_id) if call_id else None
    if call is None or call_id is None:
        return None
    kept = desk.recordings.values() if isinstance(report, RecordingsReported) else ()
    return WholeCall(
        call=call,
        recordings=[one for one in kept if one.call_openphone_id == call_id],
        voicemail=desk.voicemails.get(call_id),
        transcript=desk.transcripts.get(call_id),
        summary=desk.summaries.get(call_id),
    )


def _call_id(report: Report) -> str | None:
    match report:
        case CallReported(openphone_id=call_id) | VoicemailReported(call_openphone_id=str(call_id)):
            return call_id
        case RecordingsReported() | TranscriptReported() | SummaryReported():
            return report.call_id
        case _:
            return None


def _recordings_in(report: Report) -> Iterator[tuple[FetchedKind, timedelta]]:
    """Recordings that were only announced, by an event that brings none, or one that cannot be told apart."""
    if isinstance(report, RecordingsReported) and not all(map(_can_be_kept, report.recordings or (None,))):
        yield FetchedKind.RECORDINGS, FOR_THE_PARTS


def _can_be_kept(copy: RecordingCopy | None) -> bool:
    return copy is not None and bool(copy.openphone_id or copy.url)


def _has_gaps(voicemail: Voicemail) -> bool:
    return voicemail.url is None or voicemail.transcript is None


def _priority_of(kind: FetchedKind, cause: Cause) -> Priority:
    if cause.is_history:
        return Priority.LOW
    return Priority.CRITICAL if kind in _URGENT else Priority.STANDARD
