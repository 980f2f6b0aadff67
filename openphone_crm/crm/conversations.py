"""Conversations, and the lines of their timelines."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.crm.items import ItemKind
from openphone_crm.events import Direction
from openphone_crm.ids import ConversationId, ItemId


@attrs.frozen
class Conversation:
    """All that was said between one of our numbers (empty until it is told) and a set of outside parties."""

    id: ConversationId
    our_number: str
    parties: tuple[str, ...]


@attrs.frozen(kw_only=True)
class TimelineEntry:
    """
    An item's line in its conversation's timeline, and what it means for the conversation.

    `is_inbound`: a person here should look at it. `asks_reply`: True leaves the ball with us,
    False hands it back, None changes nothing. `opts_out`: True stops our texts, False allows
    them again. `author`: the outside party that wrote it. `is_history`: found long after it happened, it
    is nothing new to anybody.
    """

    id: ItemId
    conversation_id: ConversationId
    kind: ItemKind
    occurred_at: datetime
    direction: Direction | None
    text: str
    is_inbound: bool = False
    asks_reply: bool | None = None
    opts_out: bool | None = None
    author: str | None = None
    deep_link: str | None = None
    is_history: bool = False
