"""All conversations, the newest activity first or those that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from falcon.asgi import Request, Response

from .asked import Asked
from .inbox import Inbox, Wanted
from .page import Page


@attrs.frozen
class Conversations(Page):
    """The list."""

    inbox: Inbox

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        wanted, page = Wanted.of(asked), asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            inbox = self.inbox.load(wanted, page)
            return {"title": "Conversations", "count": inbox["unread"], **inbox}

        await self.pages.show(request, response, "conversations.html", load)
