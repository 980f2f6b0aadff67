"""Looking at what was read (ports `ApprovalReader`, `ExtractionReader` and `NoteReader`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, func, literal, select

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus, Note
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView, ExtractionFilter, NoteFilter
from openphone_crm.ids import SuggestionId
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable

from .database import Connections
from .mapping import entity_of
from .paging import newest_first, page_of, paged
from .tables import contacts, extractions, notes, suggestions

_CURRENT = "current_value"
_BELIEVED = extractions.c.status.not_in([each.value for each in ExtractionStatus if not each.is_believed])


class SqlApprovalReader:
    """Reads suggestions, each with the value that it would replace."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: ApprovalFilter, page: PageRequest) -> Page[ApprovalView]:
        """Suggestions by when they were made, newest first."""
        columns = suggestions.c
        query = _approvals()
        if wanted.status is not None:
            # Written out, so that the index of what is pending is one for this.
            query = query.where(columns.status == literal(wanted.status.value, literal_execute=True))
        if wanted.contact_id is not None:
            query = query.where(columns.contact_id == storable(wanted.contact_id))
        query = newest_first(query, columns.created_at, columns.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=_position)
        return page_of([_approval(row) for row in rows], following)

    def get(self, suggestion_id: SuggestionId) -> ApprovalView | None:
        """One suggestion."""
        query = _approvals().where(suggestions.c.id == storable(suggestion_id))
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _approval(row)


class SqlExtractionReader:
    """Reads the log of what was read, and counts verdicts."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: ExtractionFilter, page: PageRequest) -> Page[Extraction]:
        """Entries by when they were made, newest first."""
        columns = extractions.c
        query = select(extractions)
        if wanted.status is not None:
            query = query.where(columns.status == wanted.status.value)
        query = newest_first(query, columns.created_at, columns.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=_position)
        return page_of([entity_of(Extraction, row) for row in rows], following)

    def sample(self, size: int) -> Sequence[Extraction]:
        """Some that nobody has given a verdict on; their ids are hashes, so that their order is by lot."""
        columns = extractions.c
        query = select(extractions).where(columns.is_correct.is_(None), _BELIEVED)
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(columns.id).limit(size)).mappings()
            return [entity_of(Extraction, row) for row in rows]

    def verdicts(self, model: str | None = None) -> Mapping[Topic, Share]:
        """How many of those with a verdict were right."""
        columns = extractions.c
        right = func.sum(case((columns.is_correct.is_(True), 1), else_=0)).label("right")
        query = select(columns.topic, right, func.count().label("reviewed"))
        query = query.where(columns.is_correct.is_not(None), _BELIEVED).group_by(columns.topic)
        if model is not None:
            query = query.where(columns.model == storable(model))
        with self._connections.reading() as connection:
            return {Topic(row.topic): Share(row.right, row.reviewed) for row in connection.execute(query)}


class SqlNoteReader:
    """Reads notes."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: NoteFilter, page: PageRequest) -> Page[Note]:
        """Notes by when they were made, newest first."""
        columns = notes.c
        query = select(notes)
        if wanted.topic is not None:
            query = query.where(columns.topic == wanted.topic.value)
        if wanted.is_done is not None:
            is_done = columns.done_at.is_not(None)
            query = query.where(is_done if wanted.is_done else columns.done_at.is_(None))
        query = newest_first(query, columns.created_at, columns.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=_position)
        return page_of([entity_of(Note, row) for row in rows], following)


def _approvals() -> Select[Any]:
    """Suggestions with what the contact's field holds now, all in one statement: no edit comes between."""
    columns = suggestions.c
    fields = {topic.value: contacts.c[topic.value] for topic in Topic if topic.is_field}
    current = case(fields, value=columns.topic).label(_CURRENT)
    joined = suggestions.outerjoin(contacts, contacts.c.id == columns.contact_id)
    return select(suggestions, current).select_from(joined)


def _approval(row: Any) -> ApprovalView:  # noqa: ANN401 - a row of _approvals
    suggestion = entity_of(Suggestion, row)
    return ApprovalView(suggestion, row[_CURRENT] if suggestion.is_pending else suggestion.asked_current)


def _position(row: Any) -> Position:  # noqa: ANN401 - a row with the time of its making
    return Position(row["created_at"], row["id"])
