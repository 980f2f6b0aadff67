"""
Builders of what was read, with a default for everything that a test does not care about.

The first argument names a thing: the same name always gives the same id.
"""

from __future__ import annotations

from typing import Any

from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus, ModelCall, Note
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.ids import ExtractionId, ModelCallId, NoteId, SuggestionId, derived_id
from openphone_crm.testing import builders as make


def suggestion(name: str, **fields: Any) -> Suggestion:  # noqa: ANN401 - its fields
    """A text that says Ann Lee of a contact that is called Ann."""
    defaults: dict[str, Any] = {
        "contact_id": make.contact_id("ann"),
        "topic": Topic.NAME,
        "suggested_value": "Ann Lee",
        "asked_current": "Ann",
        "quote": "I am Ann Lee",
        "start": 3,
        "end": 15,
        "source_kind": SourceKind.MESSAGE,
        "source_id": make.item_id("text"),
        "said_at": make.NOON,
        "created_at": make.NOON,
    }
    return Suggestion(id=SuggestionId(derived_id("built suggestion", name)), **{**defaults, **fields})


def extraction(name: str, **fields: Any) -> Extraction:  # noqa: ANN401 - its fields
    """An e-mail address that was read in a voicemail, and added."""
    defaults: dict[str, Any] = {
        "topic": Topic.EMAIL,
        "value": "ann@example.com",
        "quote": "ann@example.com",
        "status": ExtractionStatus.AUTO_ADDED,
        "message": "Auto-added email: ann@example.com",
        "source_kind": SourceKind.VOICEMAIL,
        "source_id": make.item_id("voicemail"),
        "extractor": "pattern",
        "model": "pattern/1",
        "said_at": make.NOON,
        "created_at": make.NOON,
    }
    return Extraction(id=ExtractionId(derived_id("built extraction", name)), **{**defaults, **fields})


def model_call(name: str, **fields: Any) -> ModelCall:  # noqa: ANN401 - its fields
    """A request to a model that nobody knows the end of."""
    defaults: dict[str, Any] = {
        "extractor": "extractor",
        "model": "model/1",
        "begun_at": make.NOON,
        "texts": 1,
        "estimated_input_tokens": 1000,
        "estimated_usd": 0.5,
    }
    return ModelCall(id=ModelCallId(derived_id("built call", name)), **{**defaults, **fields})


def note(name: str, **fields: Any) -> Note:  # noqa: ANN401 - its fields
    """A wish to be called back, out of a call."""
    defaults: dict[str, Any] = {
        "topic": Topic.CALLBACK,
        "text": "Wants to be called after five",
        "quote": "call me after five",
        "source_kind": SourceKind.TRANSCRIPT,
        "source_id": make.item_id("transcript"),
        "said_at": make.NOON,
        "created_at": make.NOON,
    }
    return Note(id=NoteId(derived_id("built note", name)), **{**defaults, **fields})
