"""A day in failures: how many events came, how many failed for good, why, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.explanations import explanation_of
from openphone_crm.failures import FailureCause, FailureState
from openphone_crm.ids import FailureId

FIRST_DAY = date(2000, 1, 1)
"""Before it there was nothing to report, and at the ends of the calendar there are no days around a day."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOKED_AT = {
    FailureState.OPEN: "nobody has looked at it yet",
    FailureState.ACKNOWLEDGED: "somebody has seen it",
    FailureState.RESOLVED: "it was marked as resolved",
    FailureState.IGNORED: "it is ignored",
}


@attrs.frozen(kw_only=True)
class FailedOfDay:
    """What failed for good on a day for one cause; `put_right` is how much of it was processed after all."""

    cause: FailureCause
    state: FailureState
    count: int
    put_right: int
    first_seen: datetime
    last_seen: datetime


@attrs.frozen(kw_only=True)
class DayFigures:
    """
    What a day amounts to.

    `total` counts the events that were received in it, `waiting` those of them that have not ended.
    `events` and `follow_ups` are what became a dead letter in it, whenever it was received.
    """

    total: int
    waiting: int
    events: tuple[FailedOfDay, ...]
    follow_ups: tuple[FailedOfDay, ...]

    def brought_up_to_date(self, present: DayFigures) -> DayFigures:
        """
        These figures, with what became since of what failed.

        What counts is what failed on the day: an event that failed again on another, or is not kept any
        longer, is still one that failed on this; so is one that was only saved when these were counted.
        """
        return attrs.evolve(
            self,
            total=max(self.total, present.total),
            waiting=min(self.waiting, present.waiting),
            events=_up_to_date(self.events, present.events),
            follow_ups=_up_to_date(self.follow_ups, present.follow_ups),
        )


@attrs.frozen(kw_only=True)
class ReportedGroup:
    """The failures of one cause, as a report shows them; `link` leads to where one acts on them."""

    id: FailureId
    cause: str
    event_type: str
    count: int
    put_right: int
    first_seen: datetime
    last_seen: datetime
    explanation: str
    done: str
    link: str | None


@attrs.frozen(kw_only=True)
class DailyReport:
    """The report of a day; `failed` counts events, `failed_follow_ups` what could not be sent or fetched."""

    date: date
    total: int
    waiting: int
    failed: int
    failed_follow_ups: int
    groups: tuple[ReportedGroup, ...]

    @property
    def put_right(self) -> int:
        """How much of all that failed was processed after all."""
        return sum(group.put_right for group in self.groups)


def report_of(day: date, figures: DayFigures, *, public_url: str | None) -> DailyReport:
    """The report of a day: what failed most often first."""
    everything = (*figures.events, *figures.follow_ups)
    in_order = sorted(everything, key=lambda failed: (-failed.count, failed.first_seen, failed.cause.id))
    return DailyReport(
        date=day,
        total=figures.total,
        waiting=figures.waiting,
        failed=sum(failed.count for failed in figures.events),
        failed_follow_ups=sum(failed.count for failed in figures.follow_ups),
        groups=tuple(_group(failed, public_url) for failed in in_order),
    )


def bounds_of(day: date, timezone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a day somewhere, and that of the day after: 23 to 25 hours later."""
    return _beginning(day, timezone), _beginning(day + timedelta(days=1), timezone)


def day_of(moment: datetime, timezone: tzinfo) -> date:
    """The day that it is somewhere."""
    return moment.astimezone(timezone).date()


def parse_day(text: str) -> date:
    """
    The day that a text names.

    Raises:
        InvalidInputError: When it names none.
    """
    try:
        # `fromisoformat` alone would take weeks too, and digits without anything between them.
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day < FIRST_DAY:
        raise InvalidInputError("date", f"must be a day from {FIRST_DAY} on, such as 2026-01-31")
    return day


def _beginning(day: date, timezone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone).astimezone(UTC)


def _up_to_date(known: Iterable[FailedOfDay], present: Iterable[FailedOfDay]) -> tuple[FailedOfDay, ...]:
    groups = {failed.cause: failed for failed in known}
    for now in present:
        groups[now.cause] = _together(groups.get(now.cause, now), now)
    return tuple(groups.values())


def _together(known: FailedOfDay, now: FailedOfDay) -> FailedOfDay:
    return attrs.evolve(
        known,
        state=now.state,
        count=max(known.count, now.count),
        put_right=max(known.put_right, now.put_right),
        first_seen=min(known.first_seen, now.first_seen),
        last_seen=max(known.last_seen, now.last_seen),
    )


def _group(failed: FailedOfDay, public_url: str | None) -> ReportedGroup:
    cause = failed.cause
    return ReportedGroup(
        id=cause.id,
        cause=str(cause),
        event_type=cause.event_type,
        count=failed.count,
        put_right=failed.put_right,
        first_seen=failed.first_seen,
        last_seen=failed.last_seen,
        explanation=explanation_of(cause),
        done=_done(failed),
        link=public_url and f"{public_url}/failures/{cause.id}",
    )


def _done(failed: FailedOfDay) -> str:
    if failed.put_right >= failed.count:
        return "All of it was put right since."
    put_right = f"{failed.put_right} of {failed.count} put right since" if failed.put_right else ""
    text = "; ".join(filter(None, (put_right, _LOOKED_AT[failed.state])))
    return f"{text[:1].upper()}{text[1:]}."
