"""What is done in a thread: answering, marking it as read, and calling back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.click_to_call import CallDesk, call_links
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError
from openphone_crm.ids import ConversationId, ItemId, derived_id
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.texting.desk import TextDesk
from openphone_crm.thread_words import callable_number
from openphone_crm.views import ConversationView

from .forms import form_of
from .inbox import PATH, Inbox
from .page import Page
from .pages import Pages
from .thread import Thread

LONGEST_KEY: Final = 100
WHOM: Final = "in a group it cannot be told whom"


@attrs.frozen
class Replying(Page):
    """A text that goes out."""

    text_desk: TextDesk

    async def on_post(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Take it; the same form that comes twice is one text, and other words in it are another."""
        form, caller = form_of(request), caller_of(request)
        words, key = form.text("text").replace("\r\n", "\n"), form.text("key", longest=LONGEST_KEY)
        if not key:
            raise InvalidInputError("key", "is missing: load the page again")
        text_id = ItemId(derived_id("reply", caller.id, conversation_id, key, words))
        await self.pages.act(
            response,
            lambda: self.text_desk.write(conversation_id, words, by=caller.name, text_id=text_id),
            back_to=_thread(request, conversation_id),
        )


@attrs.frozen
class MarkingRead(Page):
    """That somebody here has read it."""

    unit_of_work: UnitOfWork

    async def on_post(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Mark everything in it."""
        await self.pages.act(
            response, lambda: self._mark(conversation_id), back_to=_thread(request, conversation_id)
        )

    def _mark(self, conversation_id: ConversationId) -> None:
        with self.unit_of_work.begin() as transaction:
            if not transaction.mark_read(conversation_id):
                raise NotFoundError("conversation", conversation_id)


@attrs.frozen
class CallingBack(Page):
    """The links that call the other party, since nobody else can."""

    call_desk: CallDesk
    conversations: ConversationReader

    sees: ClassVar[Role] = Role.OPERATOR

    async def on_get(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Show them."""
        no_parameters(request)

        def load() -> Mapping[str, object]:
            view = self._view(conversation_id)
            number = callable_number(view)
            links = number and call_links(number, our_number=view.our_number or None, open_url=view.deep_link)
            return {"title": "Call", "one": view, "links": links}

        await self.pages.show(request, response, "call.html", load)

    async def on_post(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Note that somebody calls, and lead to them."""
        back = f"{PATH}/{conversation_id}"
        try:
            await self.pages.threads.run(self._call, conversation_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, back, f"Nobody is called: {error}.", is_good=False)
        else:
            self.pages.lead(response, f"{back}/call")

    def _call(self, conversation_id: ConversationId, *, by: str) -> None:
        view = self._view(conversation_id)
        if view.contact is None or len(view.participants) != 1:
            raise ConflictError(WHOM)
        self.call_desk.call(view.contact.id, by=by)

    def _view(self, conversation_id: ConversationId) -> ConversationView:
        view = self.conversations.get(conversation_id)
        if view is None:
            raise NotFoundError("conversation", conversation_id)
        return view


def thread_pages(pages: Pages, parts: HttpParts, inbox: Inbox) -> dict[str, Page]:
    """Give the pages of one conversation by their address."""
    one = f"{PATH}/{{conversation_id:id}}"
    return {
        one: Thread(pages, inbox, parts.conversations, parts.contacts, parts.text_desk),
        f"{one}/reply": Replying(pages, parts.text_desk),
        f"{one}/read": MarkingRead(pages, parts.unit_of_work),
        f"{one}/call": CallingBack(pages, parts.call_desk, parts.conversations),
    }


def _thread(request: Request, conversation_id: ConversationId) -> str:
    """The page that a form stood on."""
    query = request.query_string
    return f"{PATH}/{conversation_id}?{query}" if query else f"{PATH}/{conversation_id}"
