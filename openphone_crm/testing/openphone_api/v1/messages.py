"""Messages of the v1 surface, and the one way to send any."""

from __future__ import annotations

from typing import Any, Final

import attrs

from openphone_crm.testing.happenings import Line, Text
from openphone_crm.testing.identifiers import activity_id
from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.faults import Fault
from openphone_crm.testing.openphone_api.known import KnownMessage
from openphone_crm.testing.openphone_api.pages import Place
from openphone_crm.testing.openphone_api.parameters import E164, LINE_ID, USER_ID, Body
from openphone_crm.testing.openphone_api.refusals import RefusalError, bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.sending import consequences
from openphone_crm.testing.openphone_api.v1.listing import conversation_asked_for, listed
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads.timestamps import milliseconds

MESSAGE_ID: Final = r"AC.*"
_MOST_RECIPIENTS: Final = 10
_FIELDS: Final = ("content", "from", "to", "userId", "setInboxStatus", "phoneNumberId")
_NOT_A_USER: Final = RefusalError(
    status=403, title="Not Phone Number User", variant="02", message="Not Phone Number User"
)
_REFUSALS: Final = {
    Fault.A2P_NOT_APPROVED: RefusalError(
        status=400,
        title="A2P Registration Not Approved",
        variant="06",
        message="A2P Registration Not Approved",
    ),
    Fault.NO_CREDITS: RefusalError(
        status=402,
        title="Not Enough Credits",
        message="The organization does not have enough prepaid credits to send the message",
    ),
    Fault.NOT_A_NUMBER_USER: _NOT_A_USER,
    Fault.DAILY_CAP: RefusalError(
        status=403,
        title="A2P 10DLC Daily Message Cap Reached",
        variant="04",
        message="A2P 10DLC Daily Message Cap Reached",
    ),
}


def send(asked: Asked) -> ApiResponse:
    """Accept a text: it is queued, and what becomes of it is told later."""
    text = _text(asked)
    if asked.fault in _REFUSALS:
        raise attrs.evolve(_REFUSALS[asked.fault])
    asked.workspace.send(text)
    for happening in consequences(text, asked.workspace, after=asked.post.delay, fault=asked.fault):
        asked.post.await_(happening)
    message = asked.workspace.messages[text.id]
    return ApiResponse.of({"data": message_shape(message, asked.workspace)}, 202)


def list_messages(asked: Asked) -> ApiResponse:
    """List what was said in one conversation, the newest first."""
    thread = conversation_asked_for(asked, E164, at_most=_MOST_RECIPIENTS)
    bounds = Bounds.of_v1(asked.parameters)
    found = [asked.workspace.messages[id_] for id_ in (thread.messages if thread else ())]
    return listed(
        asked,
        [each for each in found if bounds.hold(each.text.created_at)],
        place=_place,
        shape=lambda each: message_shape(each, asked.workspace),
    )


def get_message(asked: Asked) -> ApiResponse:
    """Show one message."""
    message = asked.workspace.messages.get(asked.id(MESSAGE_ID))
    if message is None:
        raise not_found("Message", asked.ids[0])
    return ApiResponse.of({"data": message_shape(message, asked.workspace)})


def message_shape(message: KnownMessage, workspace: Workspace) -> dict[str, Any]:
    """Return a message as v1 shows it: it has no word for one that failed."""
    text = message.text
    return {
        "id": text.id,
        "to": list(text.recipients),
        "from": text.sender,
        "text": text.text,
        "phoneNumberId": text.line.id,
        "conversationId": text.conversation_id,
        "direction": text.direction,
        "userId": text.line.user_id,
        "status": "undelivered" if message.status == "failed" else message.status,
        "createdAt": milliseconds(text.created_at),
        "updatedAt": milliseconds(message.updated_at),
        "media": [{"url": workspace.shown_url(each.url), "type": each.type} for each in text.media],
    }


def _place(message: KnownMessage) -> Place:
    return str(milliseconds(message.text.created_at)), message.text.id


def _text(asked: Asked) -> Text:
    body = Body.read(asked.body, _FIELDS)
    content = body.text("content", r".*\S.*", required=True, longest=1600) or ""
    recipients = body.texts("to", E164, required=True, at_most=_MOST_RECIPIENTS) or ()
    line = _line(asked.workspace, body)
    if body.fields.get("setInboxStatus", "done") != "done":
        raise bad("/body/setInboxStatus", "Expected 'done'", body.fields["setInboxStatus"])
    now = asked.now.replace(microsecond=asked.now.microsecond // 1000 * 1000)
    return Text(
        text=content,
        direction="outgoing",
        sender=line.number,
        recipients=recipients,
        created_at=now,
        line=line,
        id=activity_id("sent", len(asked.workspace.messages), line.id, *recipients, content, now),
    )


def _line(workspace: Workspace, body: Body) -> Line:
    sender = body.text("from", rf"{LINE_ID}|{E164}", required=True) or ""
    line = workspace.line_of(sender)
    if line is None:
        raise not_found("Number", sender)
    if (body.text("userId", USER_ID) or line.user_id) != line.user_id:
        raise attrs.evolve(_NOT_A_USER)
    return line
