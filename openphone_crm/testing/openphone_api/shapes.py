"""What both surfaces show in the same way: how a call stands, and who is who."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.happenings import Call, Line
from openphone_crm.testing.identifiers import digest
from openphone_crm.testing.openphone_api.known import KnownCall, Member
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads.timestamps import milliseconds

_FOUNDED: Final = "2024-02-01T17:00:00.000Z"
_FREE: Final = {"CA": "unrestricted", "Intl": "restricted", "US": "unrestricted"}


def call_status(call: Call) -> str:
    """Return the status of a call, of the thirteen that there are."""
    if call.forwarded_to:
        return "forwarded"
    if call.completed_at is None:
        return "in-progress" if call.answered_at else "ringing"
    return "completed" if call.answered_at else "no-answer"


def call_course(known: KnownCall) -> dict[str, Any]:
    """Return what happened in the course of a call."""
    call = known.call
    is_incoming = call.direction == "incoming"
    return {
        "id": call.id,
        "phoneNumberId": call.line.id,
        "direction": call.direction,
        "status": call_status(call),
        "answeredAt": milliseconds(call.answered_at),
        "answeredBy": call.answered_by if is_incoming else None,
        "initiatedBy": None if is_incoming else call.line.user_id,
        "completedAt": milliseconds(call.completed_at),
        "createdAt": milliseconds(call.created_at),
        "updatedAt": milliseconds(known.updated_at),
        "callRoute": ("phone-menu" if call.menu else "phone-number") if is_incoming else None,
        "forwardedFrom": call.line.number if call.forwarded_to else None,
        "forwardedTo": call.forwarded_to,
        "aiHandled": "ai-agent" if call.is_answered_by_ai else None,
    }


def line_shape(line: Line) -> dict[str, Any]:
    """Return a number of ours, but for the number itself."""
    return {
        "id": line.id,
        "groupId": group_of(line),
        "name": "Harbor line",
        "formattedNumber": f"({line.number[2:5]}) {line.number[5:8]}-{line.number[8:]}",
        "forward": None,
        "portRequestId": None,
        "portingStatus": None,
        "symbol": "⚓",
        "createdAt": _FOUNDED,
        "updatedAt": _FOUNDED,
    }


def group_of(line: Line) -> str:
    """Return the group of those who share a number."""
    return f"GR{digest('group', line.id)[:10]}"


def restrictions() -> dict[str, Any]:
    """Return where may be called and texted to."""
    return {"calling": dict(_FREE), "messaging": dict(_FREE)}


def members_of(line: Line, workspace: Workspace) -> list[dict[str, Any]]:
    """Return those who share a number."""
    return [
        {**_person(member), "groupId": group_of(line)}
        for member in workspace.members.values()
        if member.id == line.user_id
    ]


def member_shape(member: Member) -> dict[str, Any]:
    """Return somebody who works in the workspace."""
    return {**_person(member), "pictureUrl": None, "createdAt": _FOUNDED, "updatedAt": _FOUNDED}


def _person(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "email": member.email,
        "firstName": member.first_name,
        "lastName": member.last_name,
        "role": member.role,
    }
