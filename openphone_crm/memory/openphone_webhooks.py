"""OpenPhone's webhooks and its delivery log, in memory."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import attrs

from openphone_crm.errors import NotFoundError
from openphone_crm.memory.clock import MemoryClock
from openphone_crm.memory.openphone_faults import MemoryRequests
from openphone_crm.memory.openphone_pages import page_of
from openphone_crm.remote import DeliveryPage, LoggedDelivery, Registration, Surface, one_v1_family


class MemoryWebhookApi(MemoryRequests):
    """Keeps registrations, and the deliveries that it was told of."""

    def __init__(self, clock: MemoryClock | None = None, *, surface: Surface = Surface.DATED) -> None:
        super().__init__()
        self.clock = clock or MemoryClock()
        self._surface = surface
        self._made = 0
        self.webhooks: dict[str, Registration] = {}
        """Every registration with its key, by its id."""
        self.log: dict[str, list[LoggedDelivery]] = {}
        """The deliveries to each registration, by its id, in any order."""
        self.payloads: dict[str, Mapping[str, Any]] = {}
        """What deliveries hold, by their id."""
        self.test_events: list[str] = []
        """The delivery ids of the test events that were asked for."""

    def registrations(self, surface: Surface) -> Sequence[Registration]:
        """
        Those that were made by this API; the newer one does not show their keys.

        Raises:
            NotFoundError: When the workspace does not have this API.
        """
        self._asked("registrations", surface)
        self._see_that_there_is(surface)
        found = [each for each in self.webhooks.values() if each.surface is surface]
        return [_as_listed(each) for each in found]

    def create(self, surface: Surface, *, url: str, events: Collection[str], label: str) -> Registration:
        """Make one, enabled; it comes with its key."""
        self._asked("create", surface, url)
        self._see_that_there_is(surface)
        if surface is Surface.V1:
            one_v1_family(events)
        number = self._next()
        made = Registration(
            id=f"WHx{number}" if surface is Surface.V1 else f"{number}",
            surface=surface,
            url=url,
            events=frozenset(events),
            is_enabled=True,
            label=label,
            key=_key(surface, number),
        )
        self.webhooks[made.id] = made
        return made

    def update(self, registration: Registration, *, events: Collection[str]) -> Registration:
        """Have it enabled, and report these events of all phone numbers."""
        self._asked("update", registration.id)
        known = self._known(registration)
        changed = attrs.evolve(known, is_enabled=True, is_of_all_lines=True, events=frozenset(events))
        self.webhooks[changed.id] = changed
        return _as_listed(changed)

    def rotate(self, registration: Registration) -> Registration:
        """Give it a new key, and show it."""
        self._asked("rotate", registration.id)
        changed = attrs.evolve(self._known(registration), key=_key(registration.surface, self._next()))
        self.webhooks[changed.id] = changed
        return changed

    def send_test_event(self, registration: Registration) -> str:
        """Have a test event delivered, which a test finds in `test_events`, and give its delivery id."""
        self._asked("send_test_event", registration.id)
        self._known(registration)
        test = LoggedDelivery(
            id=f"msg_test{self._next()}",
            event_type=min(registration.events, default="message.received"),
            created_at=self.clock.now(),
            is_delivered=False,
        )
        self.log.setdefault(registration.id, []).append(test)
        self.test_events.append(test.id)
        return test.id

    def deliveries(
        self, registration: Registration, *, since: datetime, cursor: str | None = None
    ) -> DeliveryPage:
        """What was to be delivered to this webhook since then, the newest first."""
        self._asked("deliveries", registration.id)
        self._known(registration)
        logged = [each for each in self.log.get(registration.id, ()) if each.created_at >= since]
        newest_first = sorted(logged, key=lambda each: each.created_at, reverse=True)
        items, next_cursor = page_of(newest_first, cursor)
        return DeliveryPage(items=items, next_cursor=next_cursor)

    def payload(self, registration: Registration, delivery_id: str) -> Mapping[str, Any]:
        """
        The JSON that this delivery holds.

        Raises:
            NotFoundError: When nobody put it into `payloads`.
        """
        self._asked("payload", registration.id, delivery_id)
        if delivery_id not in self.payloads:
            raise NotFoundError("delivery", delivery_id)
        return self.payloads[delivery_id]

    def _known(self, registration: Registration) -> Registration:
        if registration.id not in self.webhooks:
            raise NotFoundError("webhook", registration.id)
        return self.webhooks[registration.id]

    def _see_that_there_is(self, surface: Surface) -> None:
        if surface is Surface.DATED and self._surface is Surface.V1:
            raise NotFoundError("API", surface)

    def _next(self) -> int:
        with self._lock:
            self._made += 1
            return self._made


def _as_listed(registration: Registration) -> Registration:
    return registration if registration.surface is Surface.V1 else attrs.evolve(registration, key=None)


def _key(surface: Surface, number: int) -> str:
    key = b64encode(sha256(f"{surface} {number}".encode()).digest()).decode()
    return key if surface is Surface.V1 else f"whsec_{key}"
