"""What a report gives an extractor to read: each text once, and once more when its words change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from openphone_crm.crm import Call, Voicemail
from openphone_crm.events import (
    CallReported,
    MessageReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.extraction.reading_matter import (
    matter_of_message,
    matter_of_summary,
    matter_of_transcript,
    matter_of_voicemail,
)
from openphone_crm.extraction.sources import Source
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.people import Cause
from openphone_crm.priority import Priority
from openphone_crm.working_set import WorkingSet

EXTRACT: Final = "extract"
KIND: Final = "kind"
ITEM: Final = "item"

_TELLING = 16
"""So many digits of a digest tell two wordings of one item apart."""


def want_reading(report: Report, desk: WorkingSet, cause: Cause) -> None:
    """
    Have the words read that were reported, or whose call was.

    Words of which nobody knows yet where they belong wait for the report that tells it: whose
    contact they are about is decided once. The id holds the digest of the words, so that a repeat
    is the same follow-up, and a correction is another.
    """
    if cause.is_history:
        return
    for source in _matter(report, desk):
        if source is None or source.conversation_id is None:
            continue
        desk.follow_ups.append(reading_of(source, at=cause.received_at, priority=Priority.STANDARD))


def reading_of(source: Source, *, at: datetime, priority: Priority) -> FollowUp:
    """What has these words read."""
    return FollowUp(
        id=follow_up_id(EXTRACT, source.id, source.digest[:_TELLING]),
        kind=EXTRACT,
        subject=source.openphone_id,
        priority=priority,
        created_at=at,
        due_at=at,
        details={KIND: source.kind.value, ITEM: source.id},
    )


def _matter(report: Report, desk: WorkingSet) -> Iterator[Source | None]:
    match report:
        case MessageReported(openphone_id=message_id):
            message = desk.messages.get(message_id)
            yield matter_of_message(message) if message else None
        case (
            CallReported(openphone_id=call_id)
            | TranscriptReported(call_id=call_id)
            | SummaryReported(call_id=call_id)
            | VoicemailReported(call_openphone_id=str(call_id))
        ):
            yield from _of_call(desk.calls.get(call_id), desk)
        case VoicemailReported(activity_id=activity_id):
            yield from _of_activity(activity_id, desk)
        case _:
            return


def _of_call(call: Call | None, desk: WorkingSet) -> Iterator[Source | None]:
    """All that was said in a call or left after it; who took part changes nothing about the words."""
    if call is None:
        return
    voicemail = desk.voicemails.get(call.openphone_id)
    transcript = desk.transcripts.get(call.openphone_id)
    summary = desk.summaries.get(call.openphone_id)
    yield matter_of_voicemail(voicemail, call) if voicemail else None
    yield matter_of_transcript(transcript, call, ()) if transcript else None
    yield matter_of_summary(summary, call, ()) if summary else None


def _of_activity(activity_id: str | None, desk: WorkingSet) -> Iterator[Source | None]:
    """A voicemail that was told without its call, which an earlier copy may have named."""
    for voicemail in desk.voicemails.values():
        if voicemail.activity_id == activity_id:
            yield matter_of_voicemail(voicemail, _call_of(voicemail, desk))


def _call_of(voicemail: Voicemail, desk: WorkingSet) -> Call | None:
    return desk.calls.get(voicemail.call_openphone_id or "")
