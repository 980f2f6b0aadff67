"""Numbers, people and conversations of the v1 surface."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs

from openphone_crm.testing.happenings import Line
from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.known import Thread
from openphone_crm.testing.openphone_api.parameters import E164, LINE_ID, USER_ID
from openphone_crm.testing.openphone_api.refusals import not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.shapes import (
    line_shape,
    member_shape,
    members_of,
    restrictions,
)
from openphone_crm.testing.openphone_api.v1.listing import listed
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads.timestamps import milliseconds

_CONVERSATIONS: Final = (
    "phoneNumber",
    "phoneNumbers",
    "userId",
    "createdAfter",
    "createdBefore",
    "updatedAfter",
    "updatedBefore",
    "excludeInactive",
    "maxResults",
    "pageToken",
)


def list_numbers(asked: Asked) -> ApiResponse:
    """List our numbers, all at once."""
    asked.parameters.know(("userId",))
    user = asked.parameters.one("userId", USER_ID)
    lines = [line for line in asked.workspace.lines.values() if user in (None, line.user_id)]
    return ApiResponse.of({"data": [_number(line, asked.workspace) for line in lines]})


def get_number(asked: Asked) -> ApiResponse:
    """Show one of our numbers."""
    line = asked.workspace.lines.get(asked.id(LINE_ID))
    if line is None:
        raise not_found("Number", asked.ids[0])
    return ApiResponse.of({"data": _number(line, asked.workspace)})


def list_users(asked: Asked) -> ApiResponse:
    """List those who work in the workspace."""
    asked.parameters.know(("maxResults", "pageToken"))
    members = list(asked.workspace.members.values())
    return listed(
        asked,
        members,
        place=lambda each: ("", each.id),
        shape=member_shape,
        limit=asked.parameters.number("maxResults", highest=50),
    )


def get_user(asked: Asked) -> ApiResponse:
    """Show somebody who works in the workspace; a system actor is none of them."""
    member = asked.workspace.members.get(asked.id(USER_ID))
    if member is None:
        raise not_found("User", asked.ids[0])
    return ApiResponse.of({"data": member_shape(member)})


def list_conversations(asked: Asked) -> ApiResponse:
    """List conversations, the one that was begun last first."""
    asked.parameters.know(_CONVERSATIONS)
    asked.parameters.one("userId", USER_ID)
    numbers = {
        number
        for name in ("phoneNumber", "phoneNumbers")
        for number in asked.parameters.every(name, rf"{E164}|{LINE_ID}")
    }
    begun, last = Bounds.of_v1(asked.parameters), Bounds.of_v1(asked.parameters, "updated")
    found = [_Spoken.of(each, asked.workspace) for each in list(asked.workspace.threads.values())]
    return listed(
        asked,
        [
            each
            for each in found
            if each.is_about(numbers) and begun.hold(each.begun) and last.hold(each.last)
        ],
        place=lambda each: (str(milliseconds(each.begun)), each.thread.id),
        shape=_Spoken.shape,
    )


def _number(line: Line, workspace: Workspace) -> dict[str, Any]:
    return {
        **line_shape(line),
        "number": line.number,
        "users": members_of(line, workspace),
        "restrictions": restrictions(),
    }


@attrs.frozen(kw_only=True)
class _Spoken:
    """A conversation, from its first to its last activity."""

    thread: Thread
    begun: datetime
    last: datetime
    last_id: str

    @classmethod
    def of(cls, thread: Thread, workspace: Workspace) -> _Spoken:
        """Look at all that happened in a conversation."""
        messages = [(workspace.messages[id_].text.created_at, id_) for id_ in thread.messages]
        calls = [(workspace.calls[id_].call.created_at, id_) for id_ in thread.calls]
        moments = sorted([*messages, *calls])
        return cls(thread=thread, begun=moments[0][0], last=moments[-1][0], last_id=moments[-1][1])

    def is_about(self, numbers: set[str]) -> bool:
        """Whether it belongs to one of these lines, or to any where none is named."""
        line = self.thread.line
        return not numbers or line.id in numbers or line.number in numbers

    def shape(self) -> dict[str, Any]:
        """Return it as v1 shows it."""
        return {
            "id": self.thread.id,
            "phoneNumberId": self.thread.line.id,
            "participants": list(self.thread.parties),
            "name": None,
            "assignedTo": None,
            "lastActivityAt": milliseconds(self.last),
            "lastActivityId": self.last_id,
            "mutedUntil": None,
            "snoozedUntil": None,
            "createdAt": milliseconds(self.begun),
            "updatedAt": milliseconds(self.last),
            "deletedAt": None,
        }
