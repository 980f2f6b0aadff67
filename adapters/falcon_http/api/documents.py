"""The core's things as the JSON documents of the API, one function each."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.moments import format_moment
from openphone_crm.retry_jobs import RetryJob
from openphone_crm.views import (
    ContactCard,
    ConversationView,
    EventDetail,
    EventView,
    LastItem,
    Participant,
)
from openphone_crm.work_records import Attempt

Document = Mapping[str, object]


def conversation_document(conversation: ConversationView) -> Document:
    """A conversation, as lists and its own address show it."""
    return {
        "id": conversation.id,
        "contact": _contact_card(conversation.contact),
        "phone_number": conversation.phone_number,
        "our_number": conversation.our_number or None,
        "participants": [_participant(participant) for participant in conversation.participants],
        "last_activity_at": format_moment(conversation.last_activity_at),
        "last_item": _last_item(conversation.last_item),
        "unread_count": conversation.unread_count,
        "needs_reply": conversation.needs_reply,
        "opted_out": conversation.opted_out,
        "deep_link": conversation.deep_link,
    }


def contact_document(contact: Contact) -> Document:
    """A contact."""
    return {
        "id": contact.id,
        "name": contact.name,
        "email": contact.email,
        "address": contact.address,
        "company": contact.company,
        "phone_numbers": list(contact.phone_numbers),
        "created_at": format_moment(contact.created_at),
        "updated_at": format_moment(contact.updated_at),
    }


def change_document(change: ContactChange) -> Document:
    """An entry of a contact's history."""
    return {
        "id": change.id,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "source_kind": change.source_kind,
        "source_id": change.source_id,
        "quote": change.quote,
        "by": change.by,
        "at": format_moment(change.at),
    }


def event_document(event: EventView) -> Document:
    """A webhook event, as lists show it."""
    return {
        "id": event.id,
        "event_type": event.event_type,
        "openphone_type": event.openphone_type,
        "status": event.status.value,
        "priority": event.priority.label,
        "received_at": format_moment(event.received_at),
        "processed_at": format_moment(event.processed_at) if event.processed_at else None,
        "retry_count": event.retry_count,
        "error_message": event.error_message,
    }


def event_detail_document(detail: EventDetail, *, with_payload: bool) -> Document:
    """A webhook event with every attempt at it, and its payload for those who may see it."""
    document = dict(event_document(detail.event))
    if with_payload:
        document["payload"] = None if detail.payload is None else orjson.Fragment(detail.payload)
    document["attempts"] = [_attempt(attempt, with_trace=with_payload) for attempt in detail.attempts]
    return document


def job_document(job: RetryJob) -> Document:
    """A bulk retry."""
    return {
        "id": job.id,
        "state": job.state.value,
        "total": job.total,
        "done": job.done,
        "failed": job.failed,
    }


def _contact_card(card: ContactCard | None) -> Document | None:
    if card is None:
        return None
    return {"id": card.id, "name": card.name, "phone_number": card.phone_number}


def _participant(participant: Participant) -> Document:
    return {"contact_id": participant.contact_id, "phone_number": participant.phone_number}


def _last_item(item: LastItem) -> Document:
    return {
        "kind": item.kind.value,
        "direction": item.direction.value if item.direction else None,
        "text": item.text,
    }


def _attempt(attempt: Attempt, *, with_trace: bool) -> Document:
    # Where in the code an error came from is for whoever looks after the system.
    trace = {"trace": attempt.trace} if with_trace and attempt.trace else {}
    return {
        "number": attempt.number,
        "started_at": format_moment(attempt.started_at),
        "duration_seconds": attempt.duration_seconds,
        "worker": attempt.worker,
        "outcome": attempt.outcome,
        "error_class": attempt.error_class,
        "message": attempt.message,
        **trace,
    }
