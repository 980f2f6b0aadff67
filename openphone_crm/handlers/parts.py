"""What belongs to a call and arrives apart from it: transcripts, summaries, recordings."""

from __future__ import annotations

import attrs

from openphone_crm.crm import Summary, Transcript
from openphone_crm.events import RecordingsReported, SummaryReported, TranscriptReported
from openphone_crm.handlers.calls import gather
from openphone_crm.ids import ItemId, derived_id
from openphone_crm.merging import merged
from openphone_crm.recordings import add_recordings
from openphone_crm.working_set import WorkingSet


def report_transcript(report: TranscriptReported, desk: WorkingSet) -> None:
    """Add what this copy knows to the transcript; it is shown once completed and placed."""
    known = desk.transcripts.get(report.call_id) or Transcript(
        id=ItemId(derived_id("transcript", report.call_id)),
        call_openphone_id=report.call_id,
        reported_at=report.reported_at,
    )
    part = merged(known, report, ("state", "dialogue"), report.stamp)
    desk.transcripts.put(attrs.evolve(part, reported_at=min(part.reported_at, report.reported_at)))
    gather(report.call_id, desk, reported_at=report.reported_at)


def report_summary(report: SummaryReported, desk: WorkingSet) -> None:
    """Add what this copy knows to the summary; it is shown once completed and placed."""
    known = desk.summaries.get(report.call_id) or Summary(
        id=ItemId(derived_id("summary", report.call_id)),
        call_openphone_id=report.call_id,
        reported_at=report.reported_at,
    )
    part = merged(known, report, ("state", "summary", "next_steps"), report.stamp)
    desk.summaries.put(attrs.evolve(part, reported_at=min(part.reported_at, report.reported_at)))
    gather(report.call_id, desk, reported_at=report.reported_at)


def report_recordings(report: RecordingsReported, desk: WorkingSet) -> None:
    """Add these recordings to those that the call has, each once."""
    known = tuple(one for one in desk.recordings.values() if one.call_openphone_id == report.call_id)
    kept = add_recordings(known, report)
    for gone in {one.id for one in known} - {one.id for one in kept}:
        desk.recordings.remove(gone)
    for recording in kept:
        desk.recordings.put(recording)
    gather(report.call_id, desk, reported_at=report.reported_at)
