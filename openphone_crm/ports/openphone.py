"""OpenPhone's API, by what it is asked for: each role knows only what it needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from openphone_crm.remote import (
    DeliveryPage,
    Fetched,
    FetchedKind,
    FetchedPage,
    Registration,
    Surface,
    TextToSend,
    Window,
    WorkspaceLine,
    WorkspaceUser,
)


class ResourceApi(Protocol):
    """
    Shows one resource.

    Every role may raise, beside what its methods name:

    RateLimitedError: when asked too often; tells for how long, if the answer did.
    UnavailableError: when there is no answer in time, or the service is not well.
    SettingsError: when the key is refused.
    RefusedError: when it does not like how it was asked; that is our bug, and not to be repeated.
    DeferredError: when we ask as often as we may already; tells when to come back, and nothing was asked.
    UncertainError: when something was to be done, a webhook made or a key changed, and the answer is lost.
    """

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """
        The message, or the call or part of a call with this id.

        Raises:
            NotFoundError: When there is no such thing (yet).
            GroupCallError: When the call has more than two parties, which the API cannot show.
        """
        ...


class TextApi(Protocol):
    """Sends texts; there is no way to ask for a text to be sent at most once."""

    def send(self, text: TextToSend) -> Fetched:
        """
        Send a text, and show it as it was taken: with its id, queued.

        Raises:
            NotSentError: When OpenPhone refused to send it, and why: credits, registration, the number.
            UncertainError: When nobody knows whether it was sent; look before it is sent again.
            UnavailableError: When it was certainly not sent.
        """
        ...

    def sent(self, text: TextToSend, *, since: datetime) -> Sequence[Fetched]:
        """The texts of these words that were sent from there to there since then, the oldest first."""
        ...


class HistoryApi(Protocol):
    """Goes through what was written and called in a stretch of time."""

    def surface(self) -> Surface:
        """Which API answers: the dated one where the workspace has it."""
        ...

    def page(self, kind: FetchedKind, window: Window, cursor: str | None = None) -> FetchedPage:
        """
        Messages or calls that were made in this window, with what comes along with them.

        Where only v1 is to be had it goes through the conversations; pages may be empty then, and
        `next_cursor` says where it is. Nothing in the window is skipped; some may come twice.
        """
        ...


class DirectoryApi(Protocol):
    """Shows who and what belongs to the workspace."""

    def lines(self) -> Sequence[WorkspaceLine]:
        """Our phone numbers."""
        ...

    def users(self) -> Sequence[WorkspaceUser]:
        """Everybody who works here."""
        ...


class WebhookApi(Protocol):
    """Registers webhooks."""

    def registrations(self, surface: Surface) -> Sequence[Registration]:
        """
        Those that were made by this API.

        Raises:
            NotFoundError: When the workspace does not have this API.
        """
        ...

    def create(self, surface: Surface, *, url: str, events: Collection[str], label: str) -> Registration:
        """
        Make one for all phone numbers, enabled; it comes with its key.

        Raises:
            InvalidInputError: When the older API is asked for what needs several: see `V1_FAMILIES`.
        """
        ...

    def update(self, registration: Registration, *, events: Collection[str]) -> Registration:
        """Have it enabled, and report these events of all phone numbers; the dated API only."""
        ...

    def rotate(self, registration: Registration) -> Registration:
        """Give it a new key, and show it; the dated API only."""
        ...

    def send_test_event(self, registration: Registration) -> str:
        """Have a signed test event delivered to it, and give its delivery id; the dated API only."""
        ...


class DeliveryLogApi(Protocol):
    """Shows what OpenPhone has tried to deliver; only the dated API keeps a log."""

    def deliveries(
        self, registration: Registration, *, since: datetime, cursor: str | None = None
    ) -> DeliveryPage:
        """
        What was to be delivered to this webhook since then, the newest first, delivered or not.

        Raises:
            NotFoundError: When there is no such webhook, or no such API.
        """
        ...

    def payload(self, registration: Registration, delivery_id: str) -> Mapping[str, Any]:
        """
        The JSON that this delivery holds; each is a request of its own.

        Raises:
            NotFoundError: When the log does not have it (any more).
        """
        ...
