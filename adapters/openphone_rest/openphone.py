"""All roles of OpenPhone's API in one, as the entry points plug it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from openphone_crm.ports.clock import Clock
from openphone_crm.ports.pacer import Pacer
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

from .client import Client, Retries
from .delivery_log import RestDeliveryLog
from .directory import RestDirectory
from .history import RestHistory
from .permits import Permits
from .resources import RestResources
from .texts import RestTexts
from .webhooks import RestWebhooks
from .wire import Access, Wire


class OpenPhoneRest:
    """
    OpenPhone's API over HTTP: its older and its newer version.

    Every role is a class of its own behind this one; they share connections, pace and errors.
    """

    def __init__(
        self,
        access: Access,
        *,
        pacer: Pacer,
        clock: Clock,
        retries: Retries = Retries(),  # noqa: B008 - a value that never changes
    ) -> None:
        self._client = Client(Wire(access, Permits(pacer, clock)), retries)
        self._resources = RestResources(self._client)
        self._directory = RestDirectory(self._client)
        self._texts = RestTexts(self._client, self._directory)
        self._history = RestHistory(self._client, clock)
        self._log = RestDeliveryLog(self._client)
        self._webhooks = RestWebhooks(self._client, self._log)

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """The message, or the call or part of a call with this id."""
        return self._resources.fetch(kind, openphone_id)

    def send(self, text: TextToSend) -> Fetched:
        """Send a text, and show it as it was taken."""
        return self._texts.send(text)

    def sent(self, text: TextToSend, *, since: datetime) -> Sequence[Fetched]:
        """The texts of these words that were sent from there to there since then, the oldest first."""
        return self._texts.sent(text, since=since)

    def surface(self) -> Surface:
        """Which API answers."""
        return self._history.surface()

    def page(self, kind: FetchedKind, window: Window, cursor: str | None = None) -> FetchedPage:
        """Messages or calls of this window, with what comes along with them."""
        return self._history.page(kind, window, cursor)

    def lines(self) -> Sequence[WorkspaceLine]:
        """Our phone numbers."""
        return self._directory.lines()

    def users(self) -> Sequence[WorkspaceUser]:
        """Everybody who works here."""
        return self._directory.users()

    def registrations(self, surface: Surface) -> Sequence[Registration]:
        """The webhooks that were made by this API."""
        return self._webhooks.registrations(surface)

    def create(self, surface: Surface, *, url: str, events: Collection[str], label: str) -> Registration:
        """Make a webhook; it comes with its key."""
        return self._webhooks.create(surface, url=url, events=events, label=label)

    def update(self, registration: Registration, *, events: Collection[str]) -> Registration:
        """Have a webhook enabled, and report these events."""
        return self._webhooks.update(registration, events=events)

    def rotate(self, registration: Registration) -> Registration:
        """Give a webhook a new key, and show it."""
        return self._webhooks.rotate(registration)

    def send_test_event(self, registration: Registration) -> str:
        """Have a signed test event delivered, and give its delivery id."""
        return self._webhooks.send_test_event(registration)

    def deliveries(
        self, registration: Registration, *, since: datetime, cursor: str | None = None
    ) -> DeliveryPage:
        """What was to be delivered to this webhook since then, the newest first."""
        return self._log.deliveries(registration, since=since, cursor=cursor)

    def payload(self, registration: Registration, delivery_id: str) -> Mapping[str, Any]:
        """The JSON that this delivery holds."""
        return self._log.payload(registration, delivery_id)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
