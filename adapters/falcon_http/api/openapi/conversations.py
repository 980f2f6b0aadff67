"""Conversations, their timelines, and the texts that are written into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.crm import ItemKind
from openphone_crm.events import Direction
from openphone_crm.outgoing_texts import LONGEST_TEXT

from .operations import Paths, act, at, page, thing
from .requests import PHONE_NUMBER, REQUIRED_KEY, SEARCHED, flag, json_body, query
from .responses import answered, empty
from .values import FLAG, ID, MOMENT, TEXT, WHOLE, Schema, listed, member, named, nullable, record

_CARD: Final = record({"id": ID, "name": nullable(TEXT), "phone_number": TEXT})
_PARTICIPANT: Final = record({"contact_id": nullable(ID), "phone_number": TEXT})
_LAST_ITEM: Final = record({"kind": member(ItemKind), "direction": nullable(member(Direction)), "text": TEXT})

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Conversation": record(
        {
            "id": ID,
            "contact": nullable(_CARD),
            "phone_number": TEXT,
            "our_number": nullable(TEXT),
            "participants": listed(_PARTICIPANT, minItems=1),
            "last_activity_at": MOMENT,
            "last_item": _LAST_ITEM,
            "unread_count": WHOLE,
            "needs_reply": FLAG,
            "opted_out": FLAG,
            "deep_link": nullable({"type": "string", "pattern": "^https://"}),
        }
    ),
    "Text": record(
        {"text": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "format": "text-to-send"}}
    ),
}

_ONE: Final = f"{API}/conversations/{{conversation_id}}"
_ID: Final = "conversation_id"

PATHS: Final[Paths] = {
    f"{API}/conversations": at(
        get=page(
            "All conversations, the newest activity first.",
            named("Conversation"),
            filters=(
                query("q", SEARCHED, "Looked for in names, numbers and items."),
                PHONE_NUMBER,
                flag("unread", "Whether something in it is unread."),
                flag("needs_reply", "Whether the other party had the last word."),
            ),
        )
    ),
    _ONE: at(_ID, get=thing("One conversation.", named("Conversation"), errors=(404,))),
    f"{_ONE}/timeline": at(
        _ID,
        get=page(
            "The newest items, oldest first; `Link` leads to older ones.",
            named("TimelineItem"),
            errors=(404,),
        ),
    ),
    f"{_ONE}/read": at(
        _ID, post=act("Mark everything in it as read.", {"204": empty("It is read.")}, errors=(404,))
    ),
    f"{_ONE}/messages": at(
        _ID,
        post=act(
            "Have a text sent.",
            {"202": answered("The message, which is queued.", named("Message"))},
            body=json_body(named("Text")),
            parameters=(REQUIRED_KEY,),
            errors=(404,),
        ),
    ),
}
