"""What the contract of OpenPhone's API is written against: its roles, and a far end that one can talk to."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Protocol

from openphone_crm.ports.openphone import (
    DeliveryLogApi,
    DirectoryApi,
    HistoryApi,
    ResourceApi,
    TextApi,
    WebhookApi,
)
from openphone_crm.remote import Fetched, FetchedKind, Window
from openphone_crm.testing.happenings import NOON, Happening

MORNING: Final = Window(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
"""A stretch of time in which a test lets things happen."""


class OpenPhone(ResourceApi, TextApi, HistoryApi, DirectoryApi, WebhookApi, DeliveryLogApi, Protocol):
    """Every role of OpenPhone's API."""


class Exchange(Protocol):
    """A workspace with two lines and one person, asked through the roles under test."""

    @property
    def openphone(self) -> OpenPhone:
        """What asks."""
        ...

    def happen(self, *happenings: Happening) -> None:
        """Let OpenPhone know of these."""
        ...

    def join(self, call_id: str, number: str) -> None:
        """Let somebody else take part in a call."""
        ...

    def break_down(self) -> None:
        """Let OpenPhone answer nothing but that it is not well."""
        ...

    def refuse_the_key(self) -> None:
        """Let OpenPhone refuse the key."""
        ...

    def recover(self) -> None:
        """Let all be well again."""
        ...


def whole_history(openphone: HistoryApi, kind: FetchedKind, window: Window = MORNING) -> list[list[Fetched]]:
    """Every page of a window, from the first to the one that says it is the last."""
    pages = [openphone.page(kind, window)]
    while pages[-1].next_cursor:
        pages.append(openphone.page(kind, window, pages[-1].next_cursor))
    return [list(page.items) for page in pages]


def found(openphone: HistoryApi, kind: FetchedKind, window: Window = MORNING) -> list[Fetched]:
    """Everything that a window shows, page after page."""
    return [item for page in whole_history(openphone, kind, window) for item in page]
