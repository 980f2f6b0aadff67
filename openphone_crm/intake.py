"""Taking deliveries in: verified, stored, then acknowledged; never the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from openphone_crm.codec import classify, generation_of
from openphone_crm.errors import UnstorableError
from openphone_crm.ids import EventId
from openphone_crm.inbox_records import Arrival, Stored
from openphone_crm.jsontext import parse_object, payload_text, plain_payload_text
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.inbox import Inbox
from openphone_crm.priority import due_at, priority_of
from openphone_crm.webhooks import SigningKeys, Tolerances, verify
from openphone_crm.work_records import Status

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@attrs.frozen
class Delivery:
    """A delivery that was verified and read: ready to be stored; `generation` is for logs."""

    arrival: Arrival
    generation: str | None = None


@attrs.frozen(kw_only=True)
class Intake:
    """
    Opens deliveries (pure, but for the time) and stores them.

    `keys` is asked for every delivery, so that a key registered a moment ago is used at once.
    """

    inbox: Inbox
    clock: Clock
    keys: Callable[[], SigningKeys]
    tolerances: Tolerances = attrs.field(factory=Tolerances)
    low_batch: timedelta = timedelta(seconds=60)

    def receive(self, headers: Headers, body: bytes) -> Stored:
        """
        Open and store one delivery; for those who have no committer to gather many.

        Raises:
            WebhookError: When it is not to be trusted or not to be read; nothing is stored.
            UnavailableError: When the store is away; nothing is known to be stored.
        """
        return self.store([self.open(headers, body)])[0]

    def open(self, headers: Headers, body: bytes) -> Delivery:
        """
        Verify a delivery and read what it is.

        Raises:
            SignatureError: When no key made one of its signatures, or it is too old or too new.
            BodyError: When it is signed but is not a JSON object.
        """
        now = self.clock.now()
        verified = verify(headers, body, keys=self.keys(), now=now, tolerances=self.tolerances)
        return self._read(body, verified.delivery_key, now)

    def trusted(self, body: bytes, *, delivery_key: str) -> Delivery:
        """
        Read a delivery that comes from OpenPhone's own log, so that nobody need have signed it.

        Raises:
            BodyError: When it is not a JSON object.
        """
        return self._read(body, delivery_key, self.clock.now())

    def store(self, deliveries: Sequence[Delivery]) -> list[Stored]:
        """
        Store deliveries, durably, and answer in their order.

        A payload that the store refuses is stored in the plainest form, by itself; the exact bytes
        are kept either way.

        Raises:
            UnavailableError: When the store is away; nothing is known to be stored.
        """
        arrivals = [delivery.arrival for delivery in deliveries]
        try:
            return self.inbox.add(arrivals)
        except UnstorableError:
            return [self._store_alone(arrival) for arrival in arrivals]

    def _store_alone(self, arrival: Arrival) -> Stored:
        try:
            return self.inbox.add([arrival])[0]
        except UnstorableError:
            plain = attrs.evolve(arrival, payload=plain_payload_text(arrival.body))
            return self.inbox.add([plain])[0]

    def _read(self, body: bytes, delivery_key: str, now: datetime) -> Delivery:
        payload = parse_object(body)
        return Delivery(self._arrival(body, payload, delivery_key, now), generation_of(payload))

    def _arrival(self, body: bytes, payload: dict[str, Any], delivery_key: str, now: datetime) -> Arrival:
        kind = classify(payload)
        priority = priority_of(kind.event_type)
        return Arrival(
            id=EventId(self.clock.new_id()),
            delivery_key=delivery_key,
            event_type=kind.event_type,
            openphone_type=kind.openphone_type,
            priority=priority,
            status=Status.PENDING if kind.is_known else Status.IGNORED,
            received_at=now,
            due_at=due_at(priority, received_at=now, low_batch=self.low_batch),
            body=body,
            payload=payload_text(body, payload),
        )
