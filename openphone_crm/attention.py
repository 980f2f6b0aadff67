"""Conversations that wait for somebody here before those that do not."""

from __future__ import annotations

import attrs

from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.views import ConversationFilter, ConversationView

_WAITING, _OTHERS = "1", "0"


@attrs.frozen
class AttentionFirst:
    """
    Lists what is unread or unanswered, missed calls among it, and after all of it the rest.

    It is two lists that follow each other, each the newest first; a position tells which of them it is in.
    """

    conversations: ConversationReader

    def find(self, wanted: ConversationFilter, page: PageRequest) -> Page[ConversationView]:
        """
        One page of it; what changes sides meanwhile may be seen twice, or on the next look.

        Raises:
            UnavailableError: When the store is away.
        """
        side, after = _place_of(page.after)
        if side == _OTHERS:
            return self._part(wanted, side, PageRequest(page.limit, after))
        waiting = self._part(wanted, _WAITING, PageRequest(page.limit, after))
        if waiting.next is not None:
            return waiting
        return self._filled(waiting.items, wanted, page.limit)

    def _filled(
        self, waiting: tuple[ConversationView, ...], wanted: ConversationFilter, limit: int
    ) -> Page[ConversationView]:
        """The last of those that wait, and as many of the others as there is room for."""
        room = limit - len(waiting)
        others = self._part(wanted, _OTHERS, PageRequest(max(room, 1)))
        if room:
            return Page((*waiting, *others.items), others.next)
        last = waiting[-1]
        end = Position(last.last_activity_at, f"{_WAITING}:{last.id}")
        return Page(waiting, end if others.items else None)

    def _part(self, wanted: ConversationFilter, side: str, page: PageRequest) -> Page[ConversationView]:
        found = self.conversations.find(attrs.evolve(wanted, needs_attention=side == _WAITING), page)
        following = found.next and Position(found.next.moment, f"{side}:{found.next.tie}")
        return Page(found.items, following)


def _place_of(position: Position | None) -> tuple[str, Position | None]:
    """Which of the two lists goes on, and where; what is no position of ours begins the other list."""
    if position is None:
        return _WAITING, None
    side, _, tie = position.tie.partition(":")
    return (_WAITING if side == _WAITING else _OTHERS), Position(position.moment, tie)
