"""The list of conversations as it stands on its own page, and beside a thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import attrs

from openphone_crm.attention import AttentionFirst
from openphone_crm.paging import Page, PageRequest
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.thread_words import has_several_lines
from openphone_crm.views import ConversationFilter, ConversationView

from .asked import Asked

PATH: Final = "/conversations"
SHOWN: Final = {
    "all": ConversationFilter(),
    "unread": ConversationFilter(unread=True),
    "unanswered": ConversationFilter(needs_reply=True),
}
NEWEST, ATTENTION = "newest", "attention"


@attrs.frozen(kw_only=True)
class Wanted:
    """Which conversations somebody looks at, in which order."""

    text: str = ""
    show: str = "all"
    order: str = NEWEST

    @classmethod
    def of(cls, asked: Asked) -> Wanted:
        """
        Read it from a query.

        Raises:
            InvalidInputError: When it holds what there is not.
        """
        return cls(
            text=asked.text("q") or "",
            show=asked.choice("show", {name: name for name in SHOWN}) or "all",
            order=asked.choice("order", {name: name for name in (NEWEST, ATTENTION)}) or NEWEST,
        )

    def address(self, path: str = PATH, **changes: object) -> str:
        """Where the same is looked at on another page, or with something changed, which may be taken away."""
        query = {name: text for name, text in {"q": self.text, **self.kept, **changes}.items() if text}
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def kept(self) -> dict[str, str]:
        """What stays as it is when something else is looked for; what is usual is not said."""
        usual = {"show": "all", "order": NEWEST}
        return {name: text for name in usual if (text := str(getattr(self, name))) != usual[name]}


@attrs.frozen
class Inbox:
    """Loads the list."""

    conversations: ConversationReader

    def load(self, wanted: Wanted, page: PageRequest) -> Mapping[str, object]:
        """What the list shows, also beside a thread."""
        found = self._find(wanted, page)
        return {
            "conversations": found.items,
            "older": found.next and wanted.address(cursor=found.next.encoded(PATH)),
            "wanted": wanted,
            "unread": sum(1 for view in found.items if view.unread_count),
            "has_several_lines": has_several_lines(found.items),
        }

    def _find(self, wanted: Wanted, page: PageRequest) -> Page[ConversationView]:
        filter_ = attrs.evolve(SHOWN[wanted.show], text=wanted.text or None)
        if wanted.order == ATTENTION:
            return AttentionFirst(self.conversations).find(filter_, page)
        return self.conversations.find(filter_, page)
