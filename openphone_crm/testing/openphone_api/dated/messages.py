"""Messages of the 2026-03-30 surface: of all conversations, to be read only."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.dated.listing import PAGES, listed
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.known import KnownMessage
from openphone_crm.testing.openphone_api.pages import Place
from openphone_crm.testing.openphone_api.parameters import ACTOR_ID, LINE_ID, MESSAGE_PARTY
from openphone_crm.testing.openphone_api.refusals import not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads.timestamps import milliseconds

MESSAGE_ID: Final = r"AC.*"
_STATUS: Final = "queued|sent|delivered|undelivered|received|failed"
_FILTERS: Final = (
    "from",
    "to",
    "to[all]",
    "status",
    "direction",
    "phoneNumberId",
    "userId",
    # Only these two, which leave out the moment itself: calls have the other two.
    "createdAt[gt]",
    "createdAt[lt]",
    *PAGES,
)


def list_messages(asked: Asked) -> ApiResponse:
    """List messages, the newest first."""
    asked.parameters.know(_FILTERS)
    wanted = _Wanted(asked)
    found = [each for each in list(asked.workspace.messages.values()) if wanted.holds(each)]
    return listed(asked, found, place=_place, shape=lambda each: _shape(each, asked.workspace))


def get_message(asked: Asked) -> ApiResponse:
    """Show one message."""
    message = asked.workspace.messages.get(asked.id(MESSAGE_ID))
    if message is None:
        raise not_found("Message", asked.ids[0])
    return ApiResponse.of({"data": _shape(message, asked.workspace)})


class _Wanted:
    """The filters that are asked for."""

    def __init__(self, asked: Asked) -> None:
        parameters = asked.parameters
        self._bounds = Bounds.between(parameters)
        self._recipients = set(parameters.listed("to[all]", MESSAGE_PARTY))
        self._recipient = parameters.one("to", MESSAGE_PARTY)
        self._exactly = {
            "sender": parameters.one("from", MESSAGE_PARTY),
            "direction": parameters.one("direction", "incoming|outgoing"),
            "line": parameters.one("phoneNumberId", LINE_ID),
            "user": parameters.one("userId", ACTOR_ID),
            "status": parameters.one("status", _STATUS),
        }

    def holds(self, message: KnownMessage) -> bool:
        """Say whether a message is wanted."""
        text = message.text
        exactly = {
            "sender": text.sender,
            "direction": text.direction,
            "line": text.line.id,
            "user": _user(message),
            "status": message.status,
        }
        return (
            all(wanted in (None, exactly[name]) for name, wanted in self._exactly.items())
            and (self._recipient is None or self._recipient in text.recipients)
            and (not self._recipients or self._recipients == set(text.recipients))
            and self._bounds.hold(text.created_at)
        )


def _user(message: KnownMessage) -> str | None:
    return message.text.line.user_id if message.text.direction == "outgoing" else None


def _shape(message: KnownMessage, workspace: Workspace) -> dict[str, Any]:
    text = message.text
    return {
        "id": text.id,
        "to": list(text.recipients),
        "from": text.sender,
        "text": text.text,
        "phoneNumberId": text.line.id,
        "conversationId": text.conversation_id,
        "direction": text.direction,
        "userId": _user(message),
        "status": message.status,
        "createdAt": milliseconds(text.created_at),
        "updatedAt": milliseconds(message.updated_at),
        "media": [{"url": workspace.shown_url(each.url), "type": each.type} for each in text.media],
    }


def _place(message: KnownMessage) -> Place:
    return str(milliseconds(message.text.created_at)), message.text.id
