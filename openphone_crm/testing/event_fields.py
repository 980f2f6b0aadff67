"""What a test may say about a text, a call or a contact; the builders have defaults for the rest."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from openphone_crm.testing.happenings import Direction, Line, Media, MenuChoice


class TextFields(TypedDict, total=False):
    """What a test may say about a text."""

    sender: str
    recipients: tuple[str, ...]
    media: tuple[Media, ...]
    created_at: datetime
    line: Line
    contact_ids: tuple[str, ...]
    id: str


class CallFields(TypedDict, total=False):
    """What a test may say about a call."""

    direction: Direction
    external: str
    created_at: datetime
    forwarded_to: str | None
    menu: MenuChoice | None
    line: Line
    contact_ids: tuple[str, ...]
    id: str


class CardFields(TypedDict, total=False):
    """What a test may say about a contact's card."""

    last_name: str | None
    company: str | None
    role: str | None
    emails: tuple[str, ...]
    phone_numbers: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    line: Line
    id: str
