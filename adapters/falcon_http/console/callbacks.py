"""Who asked to be called back, and what else was said that somebody should know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.errors import NotFoundError
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Note
from openphone_crm.extraction.views import NoteFilter
from openphone_crm.ids import ConversationId, NoteId
from openphone_crm.ports.extraction_readers import NoteReader
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.review_desk import ReviewDesk
from openphone_crm.thread_words import callable_number
from openphone_crm.views import ConversationView

from .asked import Asked
from .links import older
from .page import Page
from .pages import Pages
from .quotes import Quoted, Quotes

PATH: Final = "/callbacks"
MOST: Final = 25
SHOWN: Final[Mapping[str, NoteFilter]] = {
    "callbacks": NoteFilter(topic=Topic.CALLBACK, is_done=False),
    "facts": NoteFilter(topic=Topic.FACT, is_done=False),
    "done": NoteFilter(is_done=True),
}


@attrs.frozen(kw_only=True)
class NoteCard:
    """A note, with whom it is about, how to call them, and what was said."""

    note: Note
    quoted: Quoted
    talk: ConversationView | None
    number: str | None


@attrs.frozen
class Callbacks(Page):
    """Those that nobody has dealt with, the newest first; others when they are asked for."""

    notes: NoteReader
    conversations: ConversationReader
    quotes: Callable[[], Quotes]

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        show = asked.choice("show", {name: name for name in SHOWN}) or "callbacks"
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.notes.find(SHOWN[show], attrs.evolve(page, limit=min(page.limit, MOST)))
            return {
                "title": "Calls to return",
                "count": len(found.items) if show == "callbacks" else 0,
                "cards": self._cards(found.items),
                "older": older(request, found),
                "show": show,
                "query": request.query_string,
            }

        await self.pages.show(request, response, "callbacks.html", load)

    def _cards(self, notes: tuple[Note, ...]) -> list[NoteCard]:
        quotes, talks = self.quotes(), self._talks(notes)
        return [_card(note, quotes, talks.get(note.conversation_id)) for note in notes]

    def _talks(self, notes: tuple[Note, ...]) -> Mapping[ConversationId | None, ConversationView | None]:
        wanted = {note.conversation_id for note in notes if note.conversation_id}
        return {conversation_id: self.conversations.get(conversation_id) for conversation_id in wanted}


@attrs.frozen
class Finishing(Page):
    """That a note was dealt with."""

    desk: ReviewDesk

    async def on_post(self, request: Request, response: Response, note_id: NoteId) -> None:
        """Mark it, and lead back to the list; whoever did it first stays."""
        by, query = caller_of(request).name, request.query_string
        back = f"{PATH}?{query}" if query else PATH
        try:
            note = await self.pages.threads.run(self.desk.finish, note_id, by=by)
        except NotFoundError:
            self.pages.lead(response, back, "It is gone: the contact was erased meanwhile.", is_good=False)
        else:
            told = "Done." if note.done_by == by else f"{note.done_by} did it already."
            self.pages.lead(response, back, told)


def callback_pages(pages: Pages, parts: HttpParts) -> dict[str, Page]:
    """Give the pages about notes by their address."""
    return {
        PATH: Callbacks(
            pages, parts.notes, parts.conversations, lambda: Quotes(parts.reading_matter, parts.files)
        ),
        f"{PATH}/{{note_id:id}}/done": Finishing(pages, parts.review_desk),
    }


def _card(note: Note, quotes: Quotes, talk: ConversationView | None) -> NoteCard:
    number = callable_number(talk) if talk else None
    return NoteCard(note=note, quoted=quotes.of(note), talk=talk, number=number)
