"""Conversations, their timelines, and the mark up to where they were read."""

from __future__ import annotations

import attrs
import falcon
from falcon.asgi import Request, Response

from adapters.falcon_http.bodies import read_body
from adapters.falcon_http.freshness import Freshness
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.repeats import Repeats
from adapters.falcon_http.threads import Threads
from openphone_crm.errors import NotFoundError
from openphone_crm.ids import ConversationId
from openphone_crm.paging import Page, PageRequest
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.views import ConversationFilter, TimelineItem

from .documents import Document, conversation_document
from .item_documents import item_document

SCOPE = "crm"


@attrs.frozen
class Conversations:
    """All conversations, the newest activity first."""

    conversations: ConversationReader
    polls: Polls
    region: str

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = ConversationFilter(
            text=parameters.text("q"),
            phone_number=parameters.phone_number("phone_number", self.region),
            unread=parameters.flag("unread"),
            needs_reply=parameters.flag("needs_reply"),
        )
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.conversations.find(wanted, page),
            show=conversation_document,
        )

    on_head = on_get


@attrs.frozen
class Conversation:
    """One conversation."""

    conversations: ConversationReader
    polls: Polls

    async def on_get(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Answer with it."""
        no_parameters(request)
        await self.polls.thing(request, response, scope=SCOPE, load=lambda: self._load(conversation_id))

    on_head = on_get

    def _load(self, conversation_id: ConversationId) -> Document:
        conversation = self.conversations.get(conversation_id)
        if conversation is None:
            raise NotFoundError("conversation", conversation_id)
        return conversation_document(conversation)


@attrs.frozen
class Timeline:
    """What was said in a conversation: the newest items, oldest first, and a link to older ones."""

    conversations: ConversationReader
    polls: Polls

    async def on_get(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Answer with a page of it."""
        parameters = Parameters(request)
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self._load(conversation_id, page),
            show=item_document,
        )

    on_head = on_get

    def _load(self, conversation_id: ConversationId, wanted: PageRequest) -> Page[TimelineItem]:
        page = self.conversations.timeline(conversation_id, wanted)
        if not page.items and self.conversations.get(conversation_id) is None:
            raise NotFoundError("conversation", conversation_id)
        return attrs.evolve(page, items=page.items[::-1])


@attrs.frozen
class ReadMark:
    """That a person here has read a conversation."""

    unit_of_work: UnitOfWork
    threads: Threads
    freshness: Freshness
    repeats: Repeats

    async def on_post(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Mark everything in it as read."""
        no_parameters(request)

        async def mark() -> None:
            await self.threads.run(self._mark, conversation_id)
            self.freshness.forget()
            response.status = falcon.HTTP_204

        await self.repeats.once(request, response, body=await read_body(request), act=mark)

    def _mark(self, conversation_id: ConversationId) -> None:
        with self.unit_of_work.begin() as transaction:
            if not transaction.mark_read(conversation_id):
                raise NotFoundError("conversation", conversation_id)
