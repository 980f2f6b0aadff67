"""Webhooks that were made by either surface, and what became of every delivery to them."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any, Final

import attrs

from openphone_crm.testing.deliveries import SignedDelivery, resigned
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.identifiers import digest
from openphone_crm.testing.payloads import SENT_BY, Generation, is_sent_by

EVERYTHING: Final = ("*",)
MOST_WEBHOOKS: Final = 50
FAMILIES: Final = {
    "messages": ("message.received", "message.delivered"),
    "calls": ("call.completed", "call.ringing", "call.recording.completed"),
    "call-summaries": ("call.summary.completed",),
    "call-transcripts": ("call.transcript.completed",),
}
"""Which events each way of making a v1 webhook takes."""

DATED_EVENTS: Final = SENT_BY[Generation.DATED] | {
    *(f"task.{what}" for what in ("created", "updated", "deleted", "completed", "reopened", "unassigned")),
    *(f"task.{what}" for what in ("overdue", "linked", "unlinked", "duedate.updated", "duedate.removed")),
    *(f"integration.{what}" for what in ("created", "updated", "deleted")),
}
"""Which events a webhook of 2026-03-30 takes."""

_ACTIVITIES: Final = ("message", "call")
_MOST_ATTEMPTS: Final = 8
_NO_ANSWER: Final = 0
_SUCCESSES: Final = range(200, 300)


@attrs.frozen(kw_only=True)
class Webhook:
    """A webhook; its key is signed with, and shown when it is made."""

    id: str
    generation: Generation
    url: str
    events: tuple[str, ...]
    key: str = attrs.field(repr=False)
    resource_ids: tuple[str, ...] = EVERYTHING
    label: str | None = None
    status: str = "enabled"
    user_id: str
    org_id: str
    created_at: datetime
    updated_at: datetime

    def wants(self, happening: Happening) -> bool:
        """Whether it is told of a happening."""
        return (
            self.status == "enabled"
            and happening.type in self.events
            and is_sent_by(happening, self.generation)
            and self._covers(happening)
        )

    def _covers(self, happening: Happening) -> bool:
        if self.resource_ids == EVERYTHING or happening.type.partition(".")[0] not in _ACTIVITIES:
            return True
        subject = happening.subject
        line = getattr(subject, "line", None) or getattr(subject, "call").line  # noqa: B009 - of a part
        return line.id in self.resource_ids


def new_key(generation: Generation, *seed: object) -> str:
    """Make a signing key: as many bytes as OpenPhone's have, and the same for the same seed."""
    key = b64encode(bytes.fromhex(digest("webhook key", *seed))).decode()
    return key if generation.is_legacy else f"whsec_{key}"


@attrs.frozen(kw_only=True)
class Outgoing:
    """A delivery that is to be posted: to the URL of a webhook, or wherever a key of somebody's is known."""

    delivery: SignedDelivery
    key: str = attrs.field(repr=False)
    url: str | None = None
    webhook_id: str | None = None

    def again(self, at: datetime) -> Outgoing:
        """This delivery as it is tried again: signed anew, under its old id."""
        return attrs.evolve(self, delivery=resigned(self.delivery, key=self.key, at=at))


@attrs.frozen(kw_only=True)
class Attempt:
    """One try to deliver; status 0 is no answer at all."""

    at: datetime
    status: int
    is_manual: bool = False
    url: str

    @property
    def is_success(self) -> bool:
        """Whether it was answered with a 2xx."""
        return self.status in _SUCCESSES


@attrs.frozen(kw_only=True)
class LoggedDelivery:
    """A delivery as the log has it; that of a test knows no event and no resource."""

    outgoing: Outgoing
    created_at: datetime
    event_type: str
    payload: dict[str, Any] = attrs.field(repr=False)
    event_id: str | None = None
    resource_id: str | None = None
    attempts: tuple[Attempt, ...] = ()
    is_given_up: bool = False
    is_retried: bool = False
    """Somebody has asked for the next try."""

    @property
    def id(self) -> str:
        """Its `webhook-id`."""
        return self.outgoing.delivery.delivery_id

    @property
    def status(self) -> str:
        """How it stands."""
        if any(attempt.is_success for attempt in self.attempts):
            return "success"
        if self.is_given_up or len(self.attempts) >= _MOST_ATTEMPTS:
            return "failed"
        return "sending" if self.attempts else "pending"

    def attempted(self, status: int, at: datetime) -> LoggedDelivery:
        """This delivery, after one more try."""
        attempt = Attempt(at=at, status=status, url=self.outgoing.url or "", is_manual=self.is_retried)
        return attrs.evolve(self, attempts=(attempt, *self.attempts), is_retried=False)

    def given_up(self, at: datetime) -> LoggedDelivery:
        """This delivery, after nobody answered however often it was tried."""
        return attrs.evolve(self.attempted(_NO_ANSWER, at), is_given_up=True)
