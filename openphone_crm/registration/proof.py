"""What a test event has proved: that webhooks arrive, are verified and worked on; or what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openphone_crm.health.faults import Sighting
from openphone_crm.remote import LoggedDelivery
from openphone_crm.work_records import Status

NOT_WORKED_ON: Final = "delivered and verified, but not processed: see that a worker runs"
NOT_DELIVERED: Final = "not delivered"

_OVER: Final = frozenset({Status.PROCESSED, Status.IGNORED, Status.FAILED})


def is_settled(sightings: Sequence[Sighting]) -> bool:
    """Whether it is known by now what becomes of it."""
    return any(sighting.status in _OVER for sighting in sightings)


def missing_of(
    sightings: Sequence[Sighting], *, refusals: Mapping[str, int], logged: LoggedDelivery | None
) -> str | None:
    """
    What has not happened; None when all has.

    `refusals` are deliveries that were refused since it was asked for, by reason, and `logged` is what
    OpenPhone says of it.
    """
    if any(sighting.status in (Status.PROCESSED, Status.IGNORED) for sighting in sightings):
        return None
    failed = next((each for each in sightings if each.status is Status.FAILED), None)
    if failed is not None:
        return f"delivered and verified, but processing failed: {failed.error_message}"
    if sightings:
        return NOT_WORKED_ON
    if refusals:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in sorted(refusals.items()))
        return f"delivered, but refused: {reasons}"
    return f"{NOT_DELIVERED}: {_as_logged(logged)}"


def _as_logged(logged: LoggedDelivery | None) -> str:
    if logged is None:
        return "OpenPhone's log does not show it"
    if logged.is_delivered:
        return (
            "OpenPhone says it was answered with a success: by another server, or one with another database"
        )
    end = "will not try again" if logged.is_given_up else "goes on trying"
    return f"OpenPhone got no success from that url, and {end}: see that it leads to this server"
