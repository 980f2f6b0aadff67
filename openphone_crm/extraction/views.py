"""What was read as it is looked at: what waits for approval, the log, and the notes."""

from __future__ import annotations

import attrs

from openphone_crm.crm import Contact
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.ids import ContactId


@attrs.frozen
class ApprovalView:
    """
    A suggestion beside the value that it would replace.

    As long as it waits that is what the contact holds now; afterwards what a person was asked about.
    """

    suggestion: Suggestion
    current_value: str | None


@attrs.frozen(kw_only=True)
class ApprovalFilter:
    """Which suggestions are wanted; None is any."""

    status: SuggestionStatus | None = None
    contact_id: ContactId | None = None


@attrs.frozen
class ExtractionFilter:
    """Which entries of the log are wanted; None is any."""

    status: ExtractionStatus | None = None


@attrs.frozen(kw_only=True)
class NoteFilter:
    """Which notes are wanted; None is any."""

    topic: Topic | None = None
    is_done: bool | None = None


def view_of(suggestion: Suggestion, contact: Contact | None) -> ApprovalView:
    """A suggestion as it is looked at, beside the contact that it is for, if that is there."""
    if not suggestion.is_pending:
        return decided_view(suggestion)
    return ApprovalView(suggestion, getattr(contact, suggestion.topic.value) if contact else None)


def decided_view(suggestion: Suggestion) -> ApprovalView:
    """A suggestion that was decided: what its contact holds by now says nothing of it any more."""
    return ApprovalView(suggestion, suggestion.asked_current)
