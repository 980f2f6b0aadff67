"""One conversation: what was said in it, and a box to answer in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import attrs
from falcon.asgi import Request, Response

from openphone_crm.contact_words import fields_shown
from openphone_crm.errors import NotFoundError
from openphone_crm.ids import ConversationId
from openphone_crm.paging import LARGEST_LIMIT, Page, PageRequest, Position
from openphone_crm.ports.readers import ContactReader, ConversationReader
from openphone_crm.texting.desk import TextDesk
from openphone_crm.thread_words import callable_number, name_of
from openphone_crm.views import ConversationView

from .asked import Asked
from .contact_cards import ContactCard
from .inbox import PATH, Inbox, Wanted
from .page import Page as ConsolePage
from .thread_entries import entries_of


@attrs.frozen
class Thread(ConsolePage):
    """A conversation beside the list that it was chosen from, the newest at the bottom."""

    inbox: Inbox
    conversations: ConversationReader
    contacts: ContactReader
    text_desk: TextDesk

    async def on_get(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Show it."""
        asked = Asked(request)
        wanted, page = Wanted.of(asked), asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            view = self.conversations.get(conversation_id)
            if view is None:
                raise NotFoundError("conversation", conversation_id)
            beside = self.inbox.load(wanted, PageRequest())
            shown = {**self._about(view), **self._timeline(view, wanted, page)}
            return {**beside, **shown, "count": beside["unread"]}

        await self.pages.show(request, response, "thread.html", load)

    def _about(self, view: ConversationView) -> dict[str, object]:
        return {
            "title": name_of(view) or view.phone_number,
            "one": view,
            "card": self._card(view),
            "number": callable_number(view),
            "reason": self.text_desk.reason_against(view),
            # Of each form its own, so that what is sent twice is one text.
            "key": secrets.token_urlsafe(12),
        }

    def _card(self, view: ConversationView) -> ContactCard | None:
        """The contact beside the thread, without what only its own page shows."""
        contact = self.contacts.get(view.contact.id) if view.contact else None
        if contact is None:
            return None
        changes = self.contacts.history(contact.id, PageRequest())
        fields = fields_shown(contact, changes.items)
        return ContactCard(contact=contact, fields=fields, history=(), following=Page(()))

    def _timeline(self, view: ConversationView, wanted: Wanted, page: PageRequest) -> dict[str, object]:
        found = self.conversations.timeline(view.id, page)
        address = f"{PATH}/{view.id}"
        own = wanted.address(address, limit="" if page == PageRequest() else page.limit)
        return {
            "entries": entries_of(view, found.items[::-1]),
            "is_newest": page.after is None,
            "newest": wanted.address(address),
            # What a form of this page leads back to.
            "query": own.partition("?")[2],
            "further": _further(wanted, address, page, found.next),
            "grows": page.after is None and page.limit < LARGEST_LIMIT,
        }


def _further(wanted: Wanted, address: str, page: PageRequest, following: Position | None) -> str | None:
    """Where older items are: on the same page made longer, so that nothing moves, or on one more."""
    if following is None:
        return None
    if page.after is None and page.limit < LARGEST_LIMIT:
        return wanted.address(address, limit=min(page.limit * 2, LARGEST_LIMIT))
    return wanted.address(address, limit=LARGEST_LIMIT, cursor=following.encoded(address))
