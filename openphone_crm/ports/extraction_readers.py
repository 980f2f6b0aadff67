"""Looking at what was read: what waits for approval, the log, the notes, and how much of it was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView, ExtractionFilter, NoteFilter
from openphone_crm.ids import SuggestionId
from openphone_crm.paging import Page, PageRequest


class ApprovalReader(Protocol):
    """Looks at suggestions, each beside what the contact holds."""

    def find(self, wanted: ApprovalFilter, page: PageRequest) -> Page[ApprovalView]:
        """Suggestions by when they were made, newest first."""
        ...

    def get(self, suggestion_id: SuggestionId) -> ApprovalView | None:
        """One suggestion."""
        ...


class ExtractionReader(Protocol):
    """Looks at the log of what was read, and at what people say of it."""

    def find(self, wanted: ExtractionFilter, page: PageRequest) -> Page[Extraction]:
        """Entries by when they were made, newest first."""
        ...

    def sample(self, size: int) -> Sequence[Extraction]:
        """
        Up to so many entries that nobody has given a verdict on, as good as drawn by lot.

        What was dropped is left out, since nobody believed it. The same entries come until they
        have a verdict, or others are drawn before them.
        """
        ...

    def verdicts(self, model: str | None = None) -> Mapping[Topic, Share]:
        """
        How many of those with a verdict were right, by topic; of one model and prompt, or of all.

        What was dropped is left out.
        """
        ...


class NoteReader(Protocol):
    """Looks at notes."""

    def find(self, wanted: NoteFilter, page: PageRequest) -> Page[Note]:
        """Notes by when they were made, newest first."""
        ...
