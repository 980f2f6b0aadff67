"""The `resource` of the 2026-03-30 call events: each holds only what its own moment adds."""

from __future__ import annotations

from typing import Any

from openphone_crm.testing.happenings import Call, Happening, MenuChoice, Recording, Voicemail
from openphone_crm.testing.identifiers import activity_id
from openphone_crm.testing.payloads.envelopes import talk_seconds
from openphone_crm.testing.payloads.timestamps import milliseconds


def call_resource(happening: Happening, call: Call) -> dict[str, Any]:
    """Return the resource of one event of a call."""
    if happening.type == "call.voicemail.completed":
        return _voicemail(happening, call, call.voicemail or Voicemail())
    base = {
        "id": call.id,
        "createdAt": milliseconds(call.created_at),
        "updatedAt": milliseconds(happening.at),
    }
    return base | _additions(happening, call)


def _additions(happening: Happening, call: Call) -> dict[str, Any]:
    match happening.type:
        case "call.ringing":
            return {"direction": call.direction}
        case "call.answered":
            return _answer(call)
        case "call.forwarded":
            return {"forwardedFrom": call.line.number, "forwardedTo": call.forwarded_to}
        case "call.menu.selected":
            return _menu(call.menu or MenuChoice())
        case "call.recording.completed" | "call.completed":
            return _times(call) | _outcome(happening, call)
        case _:
            return {}


def _answer(call: Call) -> dict[str, Any]:
    return {
        "direction": call.direction,
        "answeredAt": milliseconds(call.answered_at),
        "answeredByUserId": None if call.is_answered_by_ai else call.answered_by,
    }


def _menu(menu: MenuChoice) -> dict[str, Any]:
    return {
        "phoneMenuSelection": menu.key,
        "phoneMenuSelectionName": menu.name,
        "statusReason": menu.reason,
    }


def _times(call: Call) -> dict[str, Any]:
    return {
        "direction": call.direction,
        "answeredAt": milliseconds(call.answered_at),
        "completedAt": milliseconds(call.completed_at),
        "duration": talk_seconds(call),
    }


def _outcome(happening: Happening, call: Call) -> dict[str, Any]:
    if happening.type == "call.recording.completed":
        return {"recordings": [_recording(recording) for recording in call.recordings]}
    return {"status": _status(call), "hasVoicemail": call.voicemail is not None}


def _status(call: Call) -> str:
    if call.forwarded_to:
        return "forwarded"
    if call.is_answered_by_ai:
        return "ai-handled"
    return "answered" if call.answered_at else "unanswered"


def _recording(recording: Recording) -> dict[str, Any]:
    return {
        "id": f"RE{recording.name}",
        "duration": recording.duration,
        "startTime": milliseconds(recording.started_at),
        "type": "audio/mpeg",
        "url": recording.url,
    }


def _voicemail(happening: Happening, call: Call, voicemail: Voicemail) -> dict[str, Any]:
    caller, called = call.parties
    return {
        "id": activity_id("voicemail", call.id),
        "voicemailId": voicemail.id,
        "callId": call.id,
        "direction": call.direction,
        "duration": voicemail.duration,
        "from": caller,
        "to": called,
        "transcript": voicemail.transcript,
        "recordingUrl": voicemail.url,
        "createdAt": milliseconds(call.completed_at or call.created_at),
        "updatedAt": milliseconds(happening.at),
    }
