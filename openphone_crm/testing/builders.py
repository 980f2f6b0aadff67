"""
Builders of the CRM's own things, with a default for everything that a test does not care about.

Meant to be read as a sentence: `from openphone_crm.testing import builders as make`, then
`make.message("hi")`. The first argument names a thing: the same name always gives the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from openphone_crm.access import Role, Token, digest_of
from openphone_crm.crm import (
    Call,
    Contact,
    ContactChange,
    Conversation,
    ItemKind,
    Message,
    Recording,
    Summary,
    TimelineEntry,
    Transcript,
    Voicemail,
)
from openphone_crm.events import Direction
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.ids import ChangeId, ContactId, EventId, ItemId, TokenId, derived_id
from openphone_crm.inbox_records import Arrival
from openphone_crm.placement import Place
from openphone_crm.priority import Priority
from openphone_crm.work_records import Attempt, Settlement, Status

NOON = datetime(2026, 4, 13, 12, 0, 0, 123_456, tzinfo=UTC)
OUR_NUMBER = "+12065550100"
ANN, BEN, CARA = "+14255550111", "+14255550122", "+14255550133"

T = TypeVar("T")


def later(seconds: float) -> datetime:
    """So many seconds after noon; before it, when negative."""
    return NOON + timedelta(seconds=seconds)


def event_id(name: str) -> EventId:
    """The id of the event of that name."""
    return EventId(derived_id("built event", name))


def contact_id(name: str) -> ContactId:
    """The id of the contact of that name."""
    return ContactId(derived_id("built contact", name))


def item_id(name: str) -> ItemId:
    """The id of the message, call, voicemail, transcript, summary, recording or entry of that name."""
    return ItemId(derived_id("built item", name))


def arrival(name: str = "event", /, **fields: object) -> Arrival:
    """A delivery that is to be stored; due when it was received."""
    defaults = {
        "id": event_id(name),
        "delivery_key": f"key of {name}",
        "event_type": "message.received",
        "openphone_type": "message.received",
        "priority": Priority.CRITICAL,
        "status": Status.PENDING,
        "received_at": NOON,
        "due_at": fields.get("received_at", NOON),
        "body": b'{"type": "message.received"}',
        "payload": '{"type": "message.received"}',
    }
    return _made(Arrival, defaults, fields)


def follow_up(name: str = "follow-up", /, **fields: object) -> FollowUp:
    """A piece of work that is due when it was made."""
    defaults = {
        "id": follow_up_id("built", name),
        "kind": "built",
        "subject": name,
        "priority": Priority.CRITICAL,
        "created_at": NOON,
        "due_at": fields.get("created_at", NOON),
    }
    return _made(FollowUp, defaults, fields)


def attempt(number: int = 1, /, **fields: object) -> Attempt:
    """A try that went well."""
    defaults = {
        "number": number,
        "started_at": NOON,
        "duration_seconds": 0.25,
        "worker": "w1",
        "outcome": "processed",
    }
    return _made(Attempt, defaults, fields)


def settlement(name: str = "event", /, **fields: object) -> Settlement:
    """What a try that went well led to."""
    defaults = {
        "id": event_id(name),
        "status": Status.PROCESSED,
        "retry_count": 0,
        "attempt": attempt(),
        "processed_at": NOON,
    }
    return _made(Settlement, defaults, fields)


def failure(name: str = "event", /, **fields: object) -> Settlement:
    """What a try that failed led to: another one, a minute later."""
    defaults = {
        "status": Status.PENDING,
        "retry_count": 1,
        "processed_at": None,
        "due_at": later(60),
        "error_message": "it broke",
        "attempt": attempt(outcome="failed", error_class="ValueError", message="it broke"),
    }
    return settlement(name, **{**defaults, **fields})


def contact(name: str | None = "Ann", /, *numbers: str, **fields: object) -> Contact:
    """A contact with a name and numbers."""
    defaults = {
        "id": contact_id(name or "nobody"),
        "created_at": NOON,
        "updated_at": NOON,
        "name": name,
        "phone_numbers": numbers,
    }
    return _made(Contact, defaults, fields)


def change(of: Contact, name: str = "change", /, **fields: object) -> ContactChange:
    """An entry in a contact's history."""
    defaults = {
        "id": ChangeId(derived_id("built change", of.id, name)),
        "contact_id": of.id,
        "field": "name",
        "old": None,
        "new": of.name,
        "source_kind": "person",
        "source_id": None,
        "at": NOON,
    }
    return _made(ContactChange, defaults, fields)


def conversation(*parties: str, our_number: str = OUR_NUMBER) -> Conversation:
    """A conversation with these parties, or with Ann."""
    place = Place(our_number, tuple(sorted(parties or (ANN,))))
    return Conversation(place.conversation_id, place.our_number, place.parties)


def entry(of: Conversation, name: str = "entry", /, **fields: object) -> TimelineEntry:
    """The line of a message that came in, and asks nothing."""
    defaults = {
        "id": item_id(name),
        "conversation_id": of.id,
        "kind": ItemKind.MESSAGE,
        "occurred_at": NOON,
        "direction": Direction.INCOMING,
        "text": name,
    }
    return _made(TimelineEntry, defaults, fields)


def message(name: str = "hi", /, **fields: object) -> Message:
    """A message that hardly anything is known of."""
    return _made(Message, _item(name), fields)


def call(name: str = "call", /, **fields: object) -> Call:
    """A call that hardly anything is known of."""
    return _made(Call, _item(name), fields)


def recording(of: Call, name: str = "recording", /, **fields: object) -> Recording:
    """A recording of that call."""
    return _made(Recording, {"id": item_id(name), "call_openphone_id": of.openphone_id}, fields)


def voicemail(of: Call | None = None, name: str = "voicemail", /, **fields: object) -> Voicemail:
    """A voicemail of that call, or of none."""
    call_id = of.openphone_id if of else None
    defaults = {
        "id": item_id(name),
        "key": call_id or f"ACx{name}",
        "reported_at": NOON,
        "call_openphone_id": call_id,
    }
    return _made(Voicemail, defaults, fields)


def transcript(of: Call, name: str = "transcript", /, **fields: object) -> Transcript:
    """The transcript of that call."""
    return _made(Transcript, _part(of, name), fields)


def summary(of: Call, name: str = "summary", /, **fields: object) -> Summary:
    """The summary of that call."""
    return _made(Summary, _part(of, name), fields)


def token(name: str = "token", /, **fields: object) -> Token:
    """A viewer's token, whose secret is its name."""
    defaults = {
        "id": TokenId(derived_id("built token", name)),
        "name": name,
        "role": Role.VIEWER,
        "digest": digest_of(name),
        "created_at": NOON,
    }
    return _made(Token, defaults, fields)


def _item(name: str) -> dict[str, object]:
    return {"id": item_id(name), "openphone_id": f"ACx{name}", "reported_at": NOON}


def _part(of: Call, name: str) -> dict[str, object]:
    return {"id": item_id(name), "call_openphone_id": of.openphone_id, "reported_at": NOON}


def _made(kind: Callable[..., T], defaults: Mapping[str, object], fields: Mapping[str, object]) -> T:
    return kind(**{**defaults, **fields})
