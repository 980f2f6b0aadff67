"""Looking at conversations, in memory."""

from __future__ import annotations

from openphone_crm.crm import Call, Message, Summary, Transcript, Voicemail
from openphone_crm.file_matter import files_in
from openphone_crm.files.kept import KeptFile
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.memory.calls import call_view
from openphone_crm.memory.file_book import files_of
from openphone_crm.memory.overviews import KIND_ORDER, Overview, overviews
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.searching import is_in_numbers, is_in_texts
from openphone_crm.memory.store import State, Store
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.views import CallView, ConversationFilter, ConversationView, TimelineItem

Item = Message | Call | Voicemail | Transcript | Summary


class MemoryConversationReader:
    """Looks at conversations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: ConversationFilter, page: PageRequest) -> Page[ConversationView]:
        """Conversations by their last activity."""
        with self._store.reading() as state:
            found = [one.view for one in overviews(state) if _is_wanted(one, wanted)]
        return page_of(found, lambda view: Position(view.last_activity_at, view.id), page)

    def get(self, conversation_id: ConversationId) -> ConversationView | None:
        """One conversation."""
        with self._store.reading() as state:
            return next((one.view for one in overviews(state, conversation_id)), None)

    def timeline(self, conversation_id: ConversationId, page: PageRequest) -> Page[TimelineItem]:
        """The newest items of a conversation, newest first."""
        with self._store.reading() as state:
            entries = [row.entry for row in state.entries.values()]
            items = _items(state)
            found = [
                TimelineItem(
                    entry.id,
                    entry.kind,
                    entry.occurred_at,
                    _body(items[entry.id], state),
                    _files(items[entry.id], state),
                )
                for entry in entries
                if entry.conversation_id == conversation_id and entry.id in items
            ]
        return page_of(found, _position, page)


def _position(item: TimelineItem) -> Position:
    return Position(item.occurred_at, f"{KIND_ORDER[item.kind]}:{item.id}")


def _items(state: State) -> dict[ItemId, Item]:
    items: tuple[Item, ...] = (
        *state.messages.values(),
        *state.calls.values(),
        *state.voicemails.values(),
        *state.transcripts.values(),
        *state.summaries.values(),
    )
    return {item.id: item for item in items}


def _body(item: Item, state: State) -> Message | CallView | Voicemail | Transcript | Summary:
    return call_view(item, state) if isinstance(item, Call) else item


def _files(item: Item, state: State) -> tuple[KeptFile, ...]:
    return files_of({matter.place.owner for matter in files_in([item])}, state)


def _is_wanted(one: Overview, wanted: ConversationFilter) -> bool:
    view = one.view
    return (
        wanted.unread in (None, view.unread_count > 0)
        and wanted.needs_reply in (None, view.needs_reply)
        and wanted.needs_attention in (None, view.unread_count > 0 or view.needs_reply)
        and (wanted.phone_number is None or wanted.phone_number in one.parties)
        and (wanted.text is None or _is_found(one, wanted.text))
    )


def _is_found(one: Overview, text: str) -> bool:
    return is_in_texts(text, one.texts) or is_in_numbers(text, one.parties)
