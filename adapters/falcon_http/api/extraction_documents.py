"""What was read, as the JSON documents of the API."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.views import ApprovalView
from openphone_crm.moments import format_moment

from .documents import Document


def approval_document(view: ApprovalView) -> Document:
    """A suggestion, with the value that it would replace or has replaced."""
    suggestion = view.suggestion
    return {
        "id": suggestion.id,
        "contact_id": suggestion.contact_id,
        "field": suggestion.topic.value,
        "current_value": view.current_value,
        "suggested_value": suggestion.suggested_value,
        "quote": suggestion.quote,
        "source_kind": suggestion.source_kind.value,
        "source_id": suggestion.source_id,
        "status": suggestion.status.value,
        "created_at": format_moment(suggestion.created_at),
        "decided_at": _moment(suggestion.decided_at),
        "decided_by": suggestion.decided_by,
    }


def extraction_document(entry: Extraction) -> Document:
    """An entry of the log of what was read; `start` and `end` are the place of the quote in its source."""
    return {
        "id": entry.id,
        "status": entry.status.value,
        "field": entry.topic.value if entry.topic else None,
        "value": entry.value,
        "quote": entry.quote,
        "source_kind": entry.source_kind.value,
        "source_id": entry.source_id,
        "contact_id": entry.contact_id,
        "message": entry.message,
        "extractor": entry.extractor,
        "model": entry.model,
        "created_at": format_moment(entry.created_at),
        "correct": entry.is_correct,
        "reviewed_by": entry.reviewed_by,
        "reviewed_at": _moment(entry.reviewed_at),
        "start": entry.start,
        "end": entry.end,
        "second": entry.second,
        "speaker": entry.speaker,
    }


def note_document(note: Note) -> Document:
    """A callback need or a key fact."""
    return {
        "id": note.id,
        "kind": note.topic.value,
        "text": note.text,
        "quote": note.quote,
        "source_kind": note.source_kind.value,
        "source_id": note.source_id,
        "contact_id": note.contact_id,
        "conversation_id": note.conversation_id,
        "created_at": format_moment(note.created_at),
        "done_at": _moment(note.done_at),
        "done_by": note.done_by,
    }


def _moment(moment: datetime | None) -> str | None:
    return format_moment(moment) if moment else None
