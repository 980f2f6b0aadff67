"""The health checks that were made, and where their deliveries got to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.faults import Sighting
from openphone_crm.paging import Page, PageRequest


class HealthChecks(Protocol):
    """Keeps health checks."""

    def begin(self, check: HealthCheck, *, unless_after: datetime | None = None) -> bool:
        """
        Keep a new check, and commit.

        False, and nothing kept, when one of its kind has begun after `unless_after`: of many that
        begin at once exactly one does.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def update(self, check: HealthCheck) -> bool:
        """Keep how a check stands now, and commit; False, and nothing written, when it was over before."""
        ...

    def waiting(self) -> Sequence[HealthCheck]:
        """Those that have no outcome yet, the oldest first."""
        ...

    def latest(self, kind: CheckKind) -> HealthCheck | None:
        """The one of this kind that began last."""
        ...

    def find(self, page: PageRequest) -> Page[HealthCheck]:
        """All of them, the newest first."""
        ...


class Sightings(Protocol):
    """Finds the deliveries of health checks in the queue of record."""

    def of(self, check: HealthCheck) -> Sequence[Sighting]:
        """
        The events of a check, the first first.

        Those of a text hold its nonce or the id of the message; that of a test event has its delivery id.
        What we fetched ourselves is none of them: it proves nothing about webhooks.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
