"""Looking at calls, in memory."""

from __future__ import annotations

import attrs

from openphone_crm.completeness import WholeCall
from openphone_crm.crm import Call, Voicemail
from openphone_crm.events import Direction
from openphone_crm.memory.file_book import files_of
from openphone_crm.memory.loading import resources_wanted
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.store import State, Store
from openphone_crm.outcomes import outcome_of
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.placement import sides_of
from openphone_crm.stories import CallStory
from openphone_crm.views import CallFilter, CallView
from openphone_crm.working_set import Wanted


class MemoryCallReader:
    """Looks at calls."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: CallFilter, page: PageRequest) -> Page[CallView]:
        """Calls by when they began."""
        with self._store.reading() as state:
            found = [call for call in state.calls.values() if _is_wanted(call, wanted)]
            calls = page_of(found, lambda call: Position(call.occurred_at, call.id), page)
            return Page(tuple(call_view(call, state) for call in calls.items), calls.next)

    def story(self, openphone_id: str) -> CallStory | None:
        """One call with what was left after it."""
        ids = frozenset({openphone_id})
        with self._store.reading() as state:
            loaded = resources_wanted(Wanted(call_ids=ids, activity_ids=ids), state)
            if not (loaded.calls or loaded.voicemails):
                return None
            story = CallStory(
                call=next(iter(loaded.calls), None),
                voicemail=next(iter(loaded.voicemails), None),
                transcript=next(iter(loaded.transcripts), None),
            )
            contact = state.owner_of(story.number or "")
            return attrs.evolve(story, name=contact.name if contact else None)


def call_view(call: Call, state: State) -> CallView:
    """A call with its recordings, its contact and what is still to come."""
    recordings = [one for one in state.recordings.values() if one.call_openphone_id == call.openphone_id]
    number = _outside_number(call, state)
    contact = state.owner_of(number) if number else None
    whole = WholeCall(
        call=call,
        recordings=recordings,
        voicemail=_voicemail_of(call, state),
        transcript=state.transcripts.get(call.openphone_id),
        summary=state.summaries.get(call.openphone_id),
    )
    return CallView(
        call=call,
        contact_id=contact.id if contact else None,
        recordings=tuple(sorted(recordings, key=lambda recording: recording.id)),
        expected=whole.expected,
        missing=whole.missing,
        files=files_of([call.openphone_id], state),
    )


def _is_wanted(call: Call, wanted: CallFilter) -> bool:
    return wanted.outcome in (None, outcome_of(call)) and (
        wanted.since is None or wanted.since <= call.occurred_at
    )


def _voicemail_of(call: Call, state: State) -> Voicemail | None:
    found = (one for one in state.voicemails.values() if one.call_openphone_id == call.openphone_id)
    return next(found, None)


def _outside_number(call: Call, state: State) -> str | None:
    """Who is at the other end: the caller, the first who was called, else the conversation's first party."""
    sender, receivers = sides_of(call)
    conversation = state.conversations.get(call.conversation_id) if call.conversation_id else None
    parties = conversation.parties if conversation else call.parties
    match call.direction:
        case Direction.INCOMING:
            known: tuple[str | None, ...] = (sender, *parties)
        case Direction.OUTGOING:
            known = (*receivers, *parties)
        case None:
            known = parties
    return next(filter(None, known), None)
