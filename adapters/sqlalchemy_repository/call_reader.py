"""Looking at calls (port `CallReader`)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeVar

import attrs
from sqlalchemy import Connection, Table, select

from openphone_crm.completeness import WholeCall
from openphone_crm.crm import Call, Recording, Summary, Transcript, Voicemail
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.placement import outside_number_of
from openphone_crm.stories import CallStory
from openphone_crm.texts import storable
from openphone_crm.views import CallFilter, CallView
from openphone_crm.working_set import Wanted

from .bulk import among
from .database import Connections
from .file_book import files_of
from .loading import load_resources
from .mapping import entity_of
from .paging import newest_first, page_of, paged
from .people import owners_of
from .tables import calls, recordings, summaries, transcripts, voicemails

T = TypeVar("T")


class SqlCallReader:
    """Reads calls with their recordings."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def find(self, wanted: CallFilter, page: PageRequest) -> Page[CallView]:
        """Calls by when they began, newest first."""
        query = select(calls)
        if wanted.outcome is not None:
            query = query.where(calls.c.outcome == wanted.outcome.value)
        if wanted.since is not None:
            query = query.where(calls.c.occurred_at >= wanted.since)
        query = newest_first(query, calls.c.occurred_at, calls.c.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
            rows, following = paged(found, page, position=_position)
            return page_of(call_views(connection, [entity_of(Call, row) for row in rows]), following)

    def story(self, openphone_id: str) -> CallStory | None:
        """One call with what was left after it."""
        ids = frozenset({storable(openphone_id)})
        with self._connections.reading() as connection:
            loaded = load_resources(connection, Wanted(call_ids=ids, activity_ids=ids))
            if not (loaded.calls or loaded.voicemails):
                return None
            story = CallStory(
                call=next(iter(loaded.calls), None),
                voicemail=next(iter(loaded.voicemails), None),
                transcript=next(iter(loaded.transcripts), None),
            )
            owner = owners_of(connection, {story.number or ""}).get(story.number or "")
        return attrs.evolve(story, name=owner.name if owner else None)


def call_views(connection: Connection, known: Sequence[Call]) -> list[CallView]:
    """These calls with their recordings, their contacts, and what is still expected."""
    ids = [call.openphone_id for call in known]
    kept = _by_call(_parts(connection, Recording, recordings, ids))
    voicemail = _one_by_call(_parts(connection, Voicemail, voicemails, ids))
    transcript = _one_by_call(_parts(connection, Transcript, transcripts, ids))
    summary = _one_by_call(_parts(connection, Summary, summaries, ids))
    files = files_of(connection, chain.from_iterable(kept.values()))
    outside = {call.id: outside_number_of(call) for call in known}
    owners = owners_of(connection, set(filter(None, outside.values())))
    views = []
    for call in known:
        key = call.openphone_id
        owner = owners.get(outside[call.id] or "")
        whole = WholeCall(
            call=call,
            recordings=kept.get(key, ()),
            voicemail=voicemail.get(key),
            transcript=transcript.get(key),
            summary=summary.get(key),
        )
        views.append(
            CallView(
                call=call,
                contact_id=owner.contact_id if owner else None,
                recordings=tuple(kept.get(key, ())),
                expected=whole.expected,
                missing=whole.missing,
                files=files.get(key, ()),
            )
        )
    return views


def _parts(connection: Connection, kind: type[T], table: Table, ids: Sequence[str]) -> list[T]:
    if not ids:
        return []
    query = select(table).where(among(connection, table.c.call_openphone_id, ids))
    return [entity_of(kind, row) for row in connection.execute(query.order_by(table.c.id)).mappings()]


def _by_call(parts: Sequence[Recording]) -> dict[str, list[Recording]]:
    found: dict[str, list[Recording]] = {}
    for part in sorted(parts, key=lambda part: (part.started_at is None, part.started_at, part.id)):
        found.setdefault(part.call_openphone_id, []).append(part)
    return found


def _one_by_call(parts: Sequence[T]) -> dict[str | None, T]:
    return {part.call_openphone_id: part for part in parts}  # type: ignore[attr-defined]


def _position(row: Any) -> Position:  # noqa: ANN401 - a row of calls
    return Position(row["occurred_at"], row["id"])
