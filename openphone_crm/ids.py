"""The names of things: ids that cannot be mixed up, and ids that are derived and never drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import NewType
from uuid import UUID, uuid5

EventId = NewType("EventId", str)
ContactId = NewType("ContactId", str)
ConversationId = NewType("ConversationId", str)
ItemId = NewType("ItemId", str)
ChangeId = NewType("ChangeId", str)
TokenId = NewType("TokenId", str)
FailureId = NewType("FailureId", str)
FollowUpId = NewType("FollowUpId", str)
JobId = NewType("JobId", str)
SuggestionId = NewType("SuggestionId", str)
ExtractionId = NewType("ExtractionId", str)
NoteId = NewType("NoteId", str)
ModelCallId = NewType("ModelCallId", str)
AlertId = NewType("AlertId", str)
FileId = NewType("FileId", str)
ReconciliationId = NewType("ReconciliationId", str)
HealthCheckId = NewType("HealthCheckId", str)
SessionId = NewType("SessionId", str)

_NAMESPACE = UUID("6f0b6d0e-0c3e-5d4b-9a55-0f6a5f1c7c11")


# Every message names its conversation: computing the same id again costs more than remembering it.
@lru_cache(maxsize=65_536)
def derived_id(kind: str, *parts: str) -> str:
    """
    The id that these parts always have.

    Two workers that see the same thing for the first time give it the same id, so that a race
    ends in one row, and a repeated event in none.

    >>> derived_id("message", "ACx1") == derived_id("message", "ACx1")
    True
    """
    return str(uuid5(_NAMESPACE, "\x1f".join((kind, *parts))))
