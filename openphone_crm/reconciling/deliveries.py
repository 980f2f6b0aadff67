"""
Deliveries that only OpenPhone's log knows of.

The log brings what no list does: what was done to contacts and tasks. Messages and calls are left to the
lists, which show them as they are now, and fifty at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

import attrs

from openphone_crm.errors import NotFoundError
from openphone_crm.inbox_records import Arrival
from openphone_crm.intake import Intake
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import DeliveryLogApi, WebhookApi
from openphone_crm.ports.reconciliation_book import Receipts
from openphone_crm.reconciliation.healing import compact, dated
from openphone_crm.reconciliation.runs import DELIVERY, Reconciliation, Tally, Whereabouts
from openphone_crm.reconciling.bringing import Bring
from openphone_crm.remote import LoggedDelivery, Registration, Surface

_LISTED: Final = ("message.", "call.")
_BETWEEN: Final = "|"


class LogApi(DeliveryLogApi, WebhookApi, Protocol):
    """Shows webhooks, and what was to be delivered to them."""


@attrs.frozen(kw_only=True)
class MissedDeliveries:
    """Looks into the logs of our webhooks, a page at a time; `is_ours` tells which they are."""

    api: LogApi
    receipts: Receipts
    intake: Intake
    bring: Bring
    clock: Clock
    is_ours: Callable[[Registration], bool]

    def __call__(self, run: Reconciliation) -> Reconciliation:
        """
        Take a run one page further.

        Raises:
            TransientError: When OpenPhone or the store cannot answer now; nothing of the step is lost.
        """
        place = run.whereabouts
        registrations = self._registrations(run)
        webhook, cursor = _read(place.cursor) if place.cursor else ("", None)
        registration = next((each for each in registrations if each.id >= webhook), None)
        if registration is None:
            return run.stepped(place.onward(None), {}, self.clock.now())
        page = self.api.deliveries(registration, since=run.since, cursor=cursor)
        wanted = [each for each in page.items if each.created_at < run.until and _is_for_the_log(each)]
        missing = self._unknown(wanted)
        # One by one: each costs a request, and is not asked for again when the next has to wait.
        healed = sum(self.bring([arrival]) for arrival in self._arrivals(registration, missing))
        onward = self._onward(place, registrations, registration, page.next_cursor)
        found = {DELIVERY: Tally(len(wanted), len(missing), healed)} if wanted else {}
        return run.stepped(onward, found, self.clock.now())

    def _registrations(self, run: Reconciliation) -> Sequence[Registration]:
        if run.surface is Surface.V1:
            return ()
        try:
            made = self.api.registrations(Surface.DATED)
        except NotFoundError:
            return ()
        return sorted((each for each in made if self.is_ours(each)), key=lambda each: each.id)

    def _unknown(self, logged: Sequence[LoggedDelivery]) -> Sequence[LoggedDelivery]:
        known = self.receipts.known([each.id for each in logged])
        return [each for each in logged if each.id not in known]

    def _arrivals(self, registration: Registration, missing: Sequence[LoggedDelivery]) -> Iterator[Arrival]:
        for logged in missing:
            try:
                body = compact(self.api.payload(registration, logged.id))
            except NotFoundError:
                continue
            arrival = self.intake.trusted(body, delivery_key=logged.id).arrival
            yield dated(arrival, logged.created_at, low_batch=self.intake.low_batch)

    def _onward(
        self,
        place: Whereabouts,
        registrations: Sequence[Registration],
        registration: Registration,
        cursor: str | None,
    ) -> Whereabouts:
        if cursor is not None:
            return place.onward(f"{registration.id}{_BETWEEN}{cursor}")
        following = next((each for each in registrations if each.id > registration.id), None)
        return place.onward(f"{following.id}{_BETWEEN}" if following else None)


def _read(cursor: str) -> tuple[str, str | None]:
    webhook, _, rest = cursor.partition(_BETWEEN)
    return webhook, rest or None


def _is_for_the_log(logged: LoggedDelivery) -> bool:
    """Whether no list shows it, and something happened: a test event is about nothing."""
    return logged.resource_id is not None and not logged.event_type.startswith(_LISTED)
