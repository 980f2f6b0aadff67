"""What failed on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import attrs
from falcon.asgi import Request, Response

from openphone_crm.daily_reports import DailyReports
from openphone_crm.reports import FIRST_DAY

from .asked import Asked
from .page import Page

A_DAY = timedelta(days=1)


@attrs.frozen
class DailyReportPage(Page):
    """The report of a day, or of yesterday."""

    daily_reports: DailyReports

    async def on_get(self, request: Request, response: Response) -> None:
        """Show it, and where the days around it are."""
        asked = Asked(request)
        day = asked.day("date")
        asked.finish()

        def load() -> Mapping[str, object]:
            latest = self.daily_reports.yesterday() + A_DAY
            report = self.daily_reports.report(day or latest - A_DAY)
            return {
                "title": f"Report of {report.date}",
                "report": report,
                "before": report.date - A_DAY if report.date > FIRST_DAY else None,
                "after": report.date + A_DAY if report.date < latest else None,
                "latest": latest,
            }

        # What was put right since changes with the events; which day is yesterday, with time alone.
        await self.pages.show(request, response, "daily_report.html", load, by_time=True)
