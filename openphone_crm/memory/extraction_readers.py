"""Looking at what was read, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.extraction.views import (
    ApprovalFilter,
    ApprovalView,
    ExtractionFilter,
    NoteFilter,
    view_of,
)
from openphone_crm.ids import SuggestionId
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import State, Store
from openphone_crm.paging import Page, PageRequest, Position


class MemoryApprovalReader:
    """Looks at suggestions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: ApprovalFilter, page: PageRequest) -> Page[ApprovalView]:
        """Suggestions by when they were made."""
        with self._store.reading() as state:
            found = [
                _view(suggestion, state)
                for suggestion in state.suggestions.values()
                if wanted.status in (None, suggestion.status)
                and wanted.contact_id in (None, suggestion.contact_id)
            ]
        return page_of(found, _position, page)

    def get(self, suggestion_id: SuggestionId) -> ApprovalView | None:
        """One suggestion."""
        with self._store.reading() as state:
            suggestion = state.suggestions.get(suggestion_id)
            return None if suggestion is None else _view(suggestion, state)


class MemoryExtractionReader:
    """Looks at the log of what was read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: ExtractionFilter, page: PageRequest) -> Page[Extraction]:
        """Entries by when they were made."""
        with self._store.reading() as state:
            found = [each for each in state.extractions.values() if wanted.status in (None, each.status)]
        return page_of(found, lambda each: Position(each.created_at, each.id), page)

    def sample(self, size: int) -> Sequence[Extraction]:
        """Some that nobody has given a verdict on; their ids are hashes, so that their order is by lot."""
        with self._store.reading() as state:
            found = [each for each in _believed(state) if each.is_correct is None]
        return sorted(found, key=lambda each: each.id)[:size]

    def verdicts(self, model: str | None = None) -> Mapping[Topic, Share]:
        """How many of those with a verdict were right."""
        with self._store.reading() as state:
            reviewed = [
                each
                for each in _believed(state)
                if each.is_correct is not None and model in (None, each.model)
            ]
        right = Counter(each.topic for each in reviewed if each.is_correct)
        return {
            topic: Share(right[topic], whole)
            for topic, whole in Counter(each.topic for each in reviewed).items()
            if topic is not None
        }


class MemoryNoteReader:
    """Looks at notes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: NoteFilter, page: PageRequest) -> Page[Note]:
        """Notes by when they were made."""
        with self._store.reading() as state:
            found = [
                note
                for note in state.notes.values()
                if wanted.topic in (None, note.topic) and wanted.is_done in (None, note.done_at is not None)
            ]
        return page_of(found, lambda note: Position(note.created_at, note.id), page)


def _view(suggestion: Suggestion, state: State) -> ApprovalView:
    return view_of(suggestion, state.contacts.get(suggestion.contact_id))


def _position(view: ApprovalView) -> Position:
    return Position(view.suggestion.created_at, view.suggestion.id)


def _believed(state: State) -> list[Extraction]:
    return [each for each in state.extractions.values() if each.status.is_believed]
