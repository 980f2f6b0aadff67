"""Delivers what happens to the webhooks that want to know it, loses some of it, and keeps the log."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import attrs

from openphone_crm.testing.deliveries import sign
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.openphone_api.losses import Losses
from openphone_crm.testing.openphone_api.webhooks import (
    LoggedDelivery,
    Outgoing,
    Webhook,
)
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads import Generation, is_sent_by, render, resource_of
from openphone_crm.testing.subscriptions import Subscription


@attrs.define(kw_only=True)
class PostOffice:
    """
    Turns happenings into signed deliveries, one for each webhook.

    What happens later waits here; what is due is learned by the workspace and lies ready to be collected.
    Several threads may bring and collect: nothing is lost or collected twice.
    """

    workspace: Workspace
    keys: tuple[Subscription, ...] = attrs.field(default=(), repr=False)
    """Subscriptions that were made in the app, which no API shows."""
    losses: Losses = attrs.field(default=Losses(0.0))
    delay: timedelta = timedelta(seconds=1)
    """How long a text is on its way."""
    webhooks: dict[str, Webhook] = attrs.field(factory=dict, init=False)
    log: dict[str, LoggedDelivery] = attrs.field(factory=dict, init=False, repr=False)
    lost: list[Outgoing] = attrs.field(factory=list, init=False, repr=False)
    _waiting: dict[int, Happening] = attrs.field(factory=dict, init=False, repr=False)
    _ready: deque[Outgoing] = attrs.field(factory=deque, init=False, repr=False)
    _numbers: count[int] = attrs.field(factory=count, init=False, repr=False)

    def number(self) -> int:
        """Return a number that nothing else here has."""
        return next(self._numbers)

    def await_(self, happening: Happening) -> None:
        """Keep what has not happened yet."""
        self._waiting[self.number()] = happening

    def advance(self, now: datetime) -> None:
        """Let happen what is due."""
        due = [number for number, happening in list(self._waiting.items()) if happening.at <= now]
        for number in due:
            happening = self._waiting.pop(number, None)
            if happening is not None:
                self.tell(happening, now)

    def tell(self, happening: Happening, now: datetime) -> None:
        """Let something happen, and make a delivery for everybody who wants to know."""
        self.workspace.learn(happening)
        for webhook in list(self.webhooks.values()):
            if webhook.wants(happening):
                self._deliver(webhook, self._payload(happening, webhook.generation), now)
        for subscription in self.keys:
            if is_sent_by(happening, subscription.generation):
                self._deliver(subscription, self._payload(happening, subscription.generation), now)

    def test(self, webhook: Webhook, payload: dict[str, Any], now: datetime) -> None:
        """Make a delivery of a sample."""
        self._deliver(webhook, payload, now, is_test=True)

    def retry(self, delivery_id: str, now: datetime) -> None:
        """Make a delivery once more, whatever became of it."""
        logged = self.log[delivery_id]
        self.log[delivery_id] = attrs.evolve(logged, is_given_up=False, is_retried=True)
        self._ready.append(logged.outgoing.again(now))

    def collect(self) -> list[Outgoing]:
        """Take what is to be posted."""
        collected = []
        with suppress(IndexError):
            while True:
                collected.append(self._ready.popleft())
        return collected

    def answered(self, outgoing: Outgoing, status: int, now: datetime) -> None:
        """Write down how a delivery was answered."""
        logged = self.log.get(outgoing.delivery.delivery_id)
        if logged is not None:
            self.log[logged.id] = logged.attempted(status, now)

    def _payload(self, happening: Happening, generation: Generation) -> dict[str, Any]:
        # Several webhooks of one generation are sent the same bytes, but for the signatures of the media.
        shown = self.workspace.links().happening(happening, next(self._numbers))
        return render(shown, generation)

    def _deliver(
        self,
        to: Webhook | Subscription,
        payload: dict[str, Any],
        now: datetime,
        *,
        is_test: bool = False,
    ) -> None:
        outgoing = self._outgoing(to, payload, now)
        is_lost = self.losses.lose(outgoing.delivery)
        (self.lost if is_lost else self._ready).append(outgoing)
        if outgoing.webhook_id is not None and not to.generation.is_legacy:
            logged = _logged(outgoing, payload, now, is_test=is_test)
            self.log[logged.id] = logged.given_up(now) if is_lost else logged

    def _outgoing(self, to: Webhook | Subscription, payload: dict[str, Any], now: datetime) -> Outgoing:
        sequence = f"api/{next(self._numbers)}"
        signed = sign(payload, generation=to.generation, key=to.key, at=now, sequence=sequence)
        if isinstance(to, Webhook):
            return Outgoing(delivery=signed, key=to.key, url=to.url, webhook_id=to.id)
        return Outgoing(delivery=signed, key=to.key)


def _logged(outgoing: Outgoing, payload: dict[str, Any], now: datetime, *, is_test: bool) -> LoggedDelivery:
    # A part of a call is found by its call; nobody finds a test.
    resource = resource_of(payload)
    return LoggedDelivery(
        outgoing=outgoing,
        created_at=now,
        event_type=str(payload["type"]),
        payload=payload,
        event_id=None if is_test else payload["id"],
        resource_id=None if is_test else resource.get("callId") or resource.get("id"),
    )
