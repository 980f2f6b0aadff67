"""The report of every day: made once when the day is over, kept, and sent to those who run this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.follow_ups import FollowUp
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.notifier import Notifier
from openphone_crm.ports.report_book import ReportBook
from openphone_crm.priority import Priority
from openphone_crm.report_texts import text_of, title_of
from openphone_crm.reports import DailyReport, DayFigures, bounds_of, day_of, report_of
from openphone_crm.sendings import Sending

MOST_DAYS = 7
"""So many days are reported after a time in which nobody made reports; older ones are news to nobody."""

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class DailyReports:
    """Reports on days, as they begin and end in `timezone`; `public_url` is where links lead."""

    book: ReportBook
    notifier: Notifier
    clock: Clock
    timezone: tzinfo
    public_url: str | None = None

    def yesterday(self) -> date:
        """The last day that is over."""
        return self._today() - _DAY

    def report(self, day: date) -> DailyReport:
        """
        The report of a day: as it was made, or as it is so far; in both what was put right until now.

        Raises:
            InvalidInputError: When the day has not begun.
        """
        if day > self._today():
            raise InvalidInputError("date", f"must not be after today, which is {self._today()}")
        present, known = self._figures(day), self.book.get(day)
        return self._report(day, known.brought_up_to_date(present) if known else present)

    def make_due(self) -> int:
        """
        Make the report of every day that is over and has none, and have it sent.

        However many do it at once, each is kept and sent once.

        Returns:
            How many were made.

        Raises:
            UnavailableError: When the store is away.
        """
        began = self.book.began_at()
        if began is None:
            return 0
        days = list(self._recent_days(day_of(began, self.timezone)))
        missing = sorted(set(days) - self.book.reported(days))
        return sum(self._make(day) for day in missing)

    def _recent_days(self, first: date) -> Iterator[date]:
        today = self._today()
        days = (today - _DAY * ago for ago in range(1, MOST_DAYS + 1))
        return (day for day in days if day >= first)

    def _make(self, day: date) -> bool:
        now = self.clock.now()
        figures = self._figures(day)
        follow_ups = self._sendings(self._report(day, figures), now)
        return self.book.add(day, figures, made_at=now, follow_ups=follow_ups)

    def _sendings(self, report: DailyReport, now: datetime) -> tuple[FollowUp, ...]:
        day = f"{report.date}"
        sending = Sending(
            notification=Notification(title=title_of(report), body=text_of(report, self.timezone)),
            told_as=("report", day),
            subject=day,
            at=now,
            priority=Priority.STANDARD,
        )
        return sending.through(self.notifier.channels(Audience.OPERATORS))

    def _figures(self, day: date) -> DayFigures:
        return self.book.figures(*bounds_of(day, self.timezone))

    def _report(self, day: date, figures: DayFigures) -> DailyReport:
        return report_of(day, figures, public_url=self.public_url)

    def _today(self) -> date:
        return day_of(self.clock.now(), self.timezone)
