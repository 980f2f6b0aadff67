"""Which stretch of OpenPhone's history a run goes through: what was gone through before is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.moments import format_moment
from openphone_crm.remote import Window

OVERLAP: Final = timedelta(hours=2)
"""So far a scheduled run goes back behind the last one: what was not ready then is by now."""
FIRST_LOOK: Final = timedelta(hours=24)
"""So far back the first scheduled run goes; the history before is for a person to ask for."""
ON_ITS_WAY: Final = timedelta(minutes=2)
"""What happened so lately may still be on its way, by the usual one."""


@attrs.frozen
class Stretch:
    """A stretch of time that a run has gone through."""

    window: Window
    is_scheduled: bool = False


def covered_until(stretches: Iterable[Stretch], since: datetime) -> datetime | None:
    """
    Up to when everything from a moment on was gone through; None when that moment was not.

    >>> from datetime import UTC
    >>> noon, hour = datetime(2026, 4, 13, 12, tzinfo=UTC), timedelta(hours=1)
    >>> windows = [Window(noon, noon + hour), Window(noon + hour, noon + 3 * hour)]
    >>> covered_until(map(Stretch, windows), noon) == noon + 3 * hour
    True
    """
    edge = since
    for stretch in sorted(stretches, key=lambda each: each.window.since):
        if stretch.window.since <= edge:
            edge = max(edge, stretch.window.until)
    return edge if edge > since else None


def scheduled_window(stretches: Sequence[Stretch], *, now: datetime, horizon: datetime) -> Window:
    """
    From a little before the high-water mark to just before now.

    The mark is where the schedule, and whoever went on from there by hand, have gone through everything.
    """
    scheduled = [each.window.since for each in stretches if each.is_scheduled]
    begins = min(scheduled, default=now - FIRST_LOOK)
    mark = covered_until(stretches, begins)
    since = begins if mark is None else mark - OVERLAP
    until = now - ON_ITS_WAY
    return Window(min(max(since, horizon), until), until)


def asked_window(
    stretches: Sequence[Stretch],
    *,
    since: datetime | None,
    until: datetime | None,
    now: datetime,
    horizon: datetime,
) -> Window:
    """
    The stretch that a person asks for; by itself all that was never gone through, from the horizon on.

    Nothing before the horizon is looked at: it would be let go of at once.

    Raises:
        InvalidInputError: When there is nothing between the two ends.
    """
    begins = max(since or covered_until(stretches, horizon) or horizon, horizon)
    ends = min(until or now, now)
    if begins < ends:
        return Window(begins, ends)
    if until and until <= begins:
        raise InvalidInputError("until", f"must be after {format_moment(begins)}")
    raise InvalidInputError("since", "must be a time in the past")
