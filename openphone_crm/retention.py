"""How long things are kept, and letting go of them when their time is up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.ports.archive import Archive, Kept
from openphone_crm.ports.clock import Clock
from openphone_crm.replies import KEPT_FOR

BATCH = 500
"""Rows of one transaction: few enough that nobody waits for it."""
EVENTS_OUTLIVE_PAYLOADS = timedelta(days=30)
"""An event's delivery key is how a late repeat is known for one: the row stays long after what it said."""

DELETIONS_ARE_TOLD = timedelta(days=30)
"""For so long somebody who follows the changes may be away, and go on where it was."""


@attrs.frozen(kw_only=True)
class RetentionPolicy:
    """
    How long what is done and over is kept; what is pending, being worked on or failed stays.

    `payloads` is for what an event said and the log of its attempts; what was sent to people goes then
    too, and after `notifications` at the latest. `events` is for the event itself, for what it led to,
    and for the log of what was read: as long as an event can be replayed, its text is known to have been
    read, and its call to have been told. `reports` is for daily reports, for who did what, for what
    models were paid, and for bulk retries that have ended. Suggestions and notes stay as long as their
    contact does.
    """

    payloads: timedelta = timedelta(days=90)
    events: timedelta = timedelta(days=400)
    reports: timedelta = timedelta(days=400)
    notifications: timedelta = timedelta(days=30)

    def __attrs_post_init__(self) -> None:
        """See that delivery keys outlive payloads."""
        if self.events < self.payloads + EVENTS_OUTLIVE_PAYLOADS:
            days = EVENTS_OUTLIVE_PAYLOADS.days
            raise InvalidInputError("events", f"must be kept at least {days} days longer than payloads")

    def cutoffs(self, now: datetime) -> Mapping[Kept, datetime]:
        """
        What is older than these moments may go, in the order in which it goes.

        >>> from datetime import UTC
        >>> cutoffs = RetentionPolicy().cutoffs(datetime(2026, 4, 13, tzinfo=UTC))
        >>> f"{cutoffs[Kept.PAYLOADS]:%Y-%m-%d}"
        '2026-01-13'
        """
        return {
            Kept.PAYLOADS: now - self.payloads,
            Kept.EVENTS: now - self.events,
            # What was sent to people quotes what was received: it goes no later than that.
            Kept.DETAILS: now - min(self.notifications, self.payloads),
            Kept.FOLLOW_UPS: now - self.events,
            Kept.REPORTS: now - self.reports,
            Kept.AUDIT_ENTRIES: now - self.reports,
            Kept.RETRY_JOBS: now - self.reports,
            Kept.REPLIES: now - KEPT_FOR,
            Kept.READINGS: now - self.events,
            Kept.EXTRACTIONS: now - self.events,
            Kept.MODEL_CALLS: now - self.reports,
            # What was gone through tells where to go on, as far back as anything is looked at.
            Kept.RECONCILIATIONS: now - self.events,
            Kept.DELETIONS: now - DELETIONS_ARE_TOLD,
        }


@attrs.frozen(kw_only=True)
class Retention:
    """Lets go of what is older than the policy keeps, a little at a time."""

    archive: Archive
    clock: Clock
    policy: RetentionPolicy = attrs.field(factory=RetentionPolicy)

    def prune(
        self,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        on_batch: Callable[[Kept, int], None] = lambda *_: None,
    ) -> Mapping[Kept, int]:
        """
        Let go of everything whose time is up, or of as much as there is time for.

        Told to stop it ends after the present batch, and goes on from there the next time.

        Returns:
            How many there were of each kind.

        Raises:
            UnavailableError: When the store is away; what is gone by then stays gone.
        """
        cutoffs = self.policy.cutoffs(self.clock.now())
        counts = dict.fromkeys(cutoffs, 0)
        for kind, before in cutoffs.items():
            full = True
            while full and not should_stop():
                count = self.archive.prune(kind, before=before, limit=BATCH)
                counts[kind] += count
                on_batch(kind, count)
                full = count == BATCH
        return counts
