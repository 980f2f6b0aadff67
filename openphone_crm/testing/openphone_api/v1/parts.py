"""What hangs on a call, each under a path of its own: null, as long as it is worked on."""

from __future__ import annotations

from typing import Any

from openphone_crm.testing.happenings import Recording
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.refusals import not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.v1.calls import call_asked_for
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads.envelopes import as_list, dialogue, talk_seconds
from openphone_crm.testing.payloads.timestamps import milliseconds


def get_recordings(asked: Asked) -> ApiResponse:
    """List the recorded segments of a call, the oldest first."""
    known = call_asked_for(asked)
    ordered = sorted(known.call.recordings, key=lambda each: each.started_at)
    is_ready = known.is_ready(asked.now)
    return ApiResponse.of({"data": [recording_shape(each, asked.workspace, is_ready) for each in ordered]})


def recording_shape(recording: Recording, workspace: Workspace, is_ready: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return a recorded segment; it has no URL before it has been processed."""
    is_ready = is_ready and recording.url is not None
    return {
        "id": f"CR{recording.name}",
        "status": "completed" if is_ready else "processing",
        "startTime": milliseconds(recording.started_at),
        "duration": recording.duration if is_ready else None,
        "url": workspace.shown_url(recording.url) if is_ready else None,
        "type": "audio/mpeg" if is_ready else None,
    }


def get_summary(asked: Asked) -> ApiResponse:
    """Show the summary of a call."""
    known = call_asked_for(asked)
    summary = known.summary if known.is_ready(asked.now) else None
    if summary is None:
        status = "absent" if known.is_ready(asked.now) else "in-progress"
        nothing = {"status": status, "summary": None, "nextSteps": None}
        return ApiResponse.of({"data": {"callId": known.call.id, **nothing, "jobs": None}})
    words = {"summary": as_list(summary.summary), "nextSteps": as_list(summary.next_steps)}
    return ApiResponse.of(
        {"data": {"callId": known.call.id, "status": summary.status, **words, "jobs": None}}
    )


def get_transcript(asked: Asked) -> ApiResponse:
    """Show the words of a call."""
    known = call_asked_for(asked)
    transcript = known.transcript if known.is_ready(asked.now) else None
    status = "absent" if known.is_ready(asked.now) else "in-progress"
    shape = {
        "callId": known.call.id,
        "createdAt": milliseconds(transcript.created_at if transcript else known.updated_at),
        "dialogue": _users_only(dialogue(transcript)) if transcript else None,
        "duration": (talk_seconds(known.call) or 0) if transcript else 0,
        "status": transcript.status if transcript else status,
    }
    return ApiResponse.of({"data": shape})


def get_voicemail(asked: Asked) -> ApiResponse:
    """Show the voicemail of a call."""
    known = call_asked_for(asked)
    voicemail = known.call.voicemail
    if voicemail is None:
        raise not_found("Voicemail", asked.ids[0])
    is_ready = known.has_voicemail_ready(asked.now)
    shape = {
        "id": voicemail.id,
        "status": "completed" if is_ready else "in-progress",
        "duration": voicemail.duration if is_ready else None,
        "transcript": voicemail.transcript if is_ready else None,
        "recordingUrl": asked.workspace.shown_url(voicemail.url) if is_ready else None,
    }
    return ApiResponse.of({"data": shape})


def _users_only(lines: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Leave out who is no person: v1 has no id for them here."""
    return lines and [
        {**line, "userId": line["userId"] if str(line["userId"]).startswith("US") else None} for line in lines
    ]
