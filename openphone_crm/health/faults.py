"""Which fault the evidence proves: where on its way a delivery stopped, at OpenPhone or here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never

import attrs

from openphone_crm.work_records import Status

_GIVEN_UP: Final = frozenset({"failed", "undelivered", "canceled"})


class Fault(StrEnum):
    """What is wrong, from OpenPhone's end of the way to ours."""

    API_KEY = "api_key"
    API_DOWN = "api_down"
    UNCERTAIN = "uncertain"
    NOT_SENT = "not_sent"
    UNDELIVERED = "undelivered"
    NOT_DELIVERED = "not_delivered"
    SIGNATURE_REFUSED = "signature_refused"
    NOT_QUEUED = "not_queued"
    NO_WORKER = "no_worker"
    WORKER_FAILING = "worker_failing"
    DATABASE = "database"


class Sending(StrEnum):
    """What became of asking OpenPhone."""

    DONE = "done"
    KEY_REFUSED = "key_refused"
    AWAY = "away"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@attrs.frozen(kw_only=True)
class Sighting:
    """An event of a check, as it stands in the queue of record; `openphone_type` says what it reports."""

    status: Status
    openphone_type: str | None = None
    due_at: datetime | None = None
    lease_until: datetime | None = None
    attempts_made: int = 0
    tries_alone: int = 0
    error_message: str | None = None

    @property
    def failure(self) -> str | None:
        """What became of the text, when the event reports that it did not arrive."""
        _, _, said = (self.openphone_type or "").partition(".")
        return said if said in _GIVEN_UP else None

    @property
    def has_come_through(self) -> bool:
        """Whether it reports that what was asked for has arrived, and was worked on."""
        return self.failure is None and self.status.is_finished

    @property
    def has_gone_wrong(self) -> bool:
        """Whether an attempt at it failed, or a worker was lost with it in hand."""
        return self.status is Status.FAILED or self.attempts_made > 0 or self.tries_alone > 0


@attrs.frozen(kw_only=True)
class Evidence:
    """
    All that is known of a check when it is judged.

    `reason` is what OpenPhone said when it was asked, `remote_status` what it says of the text by now.
    `refusals` are deliveries that were refused since the check began, by reason.
    """

    at: datetime
    sending: Sending = Sending.DONE
    reason: str | None = None
    remote_status: str | None = None
    sightings: tuple[Sighting, ...] = ()
    refusals: Mapping[str, int] = attrs.field(factory=dict)
    is_bell_up: bool = True
    is_store_up: bool = True


@attrs.frozen
class Verdict:
    """The fault, none when all is well, and what more there is to say about it."""

    fault: Fault | None = None
    detail: str | None = None

    @property
    def is_ok(self) -> bool:
        """Whether all is well."""
        return self.fault is None


ALL_IS_WELL: Final = Verdict()
STORE_AWAY: Final = Verdict(Fault.DATABASE)

_ON_ITS_WAY: Final = frozenset({"queued", "sending", "scheduled", "accepted"})
_FURTHEST: Final = (Status.FAILED, Status.PROCESSING, Status.PENDING)


def verdict_of(evidence: Evidence) -> Verdict:
    """
    What the evidence proves.

    What was seen here outranks what OpenPhone said: a delivery that came through has been sent, whatever
    became of the answer. The place where it was seen last is the place before the fault.
    """
    if not evidence.is_store_up:
        return STORE_AWAY
    if any(sighting.has_come_through for sighting in evidence.sightings):
        return ALL_IS_WELL
    for failure in filter(None, (sighting.failure for sighting in evidence.sightings)):
        return Verdict(Fault.UNDELIVERED, f"OpenPhone says {failure}")
    if evidence.sightings:
        return _stuck_here(min(evidence.sightings, key=_how_far), evidence)
    return _not_sent(evidence) or _lost_on_the_way(evidence)


def _how_far(sighting: Sighting) -> tuple[bool, int]:
    return not sighting.has_gone_wrong, _FURTHEST.index(sighting.status)


def _stuck_here(sighting: Sighting, evidence: Evidence) -> Verdict:
    if sighting.has_gone_wrong:
        return Verdict(Fault.WORKER_FAILING, sighting.error_message)
    if sighting.status is Status.PROCESSING:
        lease = sighting.lease_until
        is_lost = lease is None or lease < evidence.at
        state = "the worker that took it up died or hangs" if is_lost else "a worker has not got it done yet"
        return Verdict(Fault.WORKER_FAILING, state)
    return Verdict(Fault.NO_WORKER if evidence.is_bell_up else Fault.NOT_QUEUED)


def _not_sent(evidence: Evidence) -> Verdict | None:
    match evidence.sending:
        case Sending.KEY_REFUSED:
            return Verdict(Fault.API_KEY, evidence.reason)
        case Sending.AWAY:
            return Verdict(Fault.API_DOWN, evidence.reason)
        case Sending.REFUSED:
            return Verdict(Fault.NOT_SENT, evidence.reason)
        case Sending.UNCERTAIN:
            return Verdict(Fault.UNCERTAIN, evidence.reason)
        case Sending.DONE:
            return None
        case _:
            assert_never(evidence.sending)


def _lost_on_the_way(evidence: Evidence) -> Verdict:
    status = evidence.remote_status
    if status in _GIVEN_UP:
        return Verdict(Fault.UNDELIVERED, f"OpenPhone says {status}")
    if evidence.refusals:
        return Verdict(Fault.SIGNATURE_REFUSED, counted(evidence.refusals))
    if status in _ON_ITS_WAY:
        return Verdict(Fault.UNDELIVERED, f"OpenPhone still says {status}")
    return Verdict(Fault.NOT_DELIVERED, status and f"OpenPhone says {status}")


def counted(refusals: Mapping[str, int]) -> str:
    """Reasons and how often each was met, the most frequent first."""
    ranked = sorted(refusals.items(), key=lambda refusal: (-refusal[1], refusal[0]))
    return ", ".join(f"{count} x {reason}" for reason, count in ranked)
