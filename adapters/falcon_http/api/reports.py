"""What failed on a day."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import Parameters
from adapters.falcon_http.polls import Polls
from openphone_crm.daily_reports import DailyReports

from .failure_documents import report_document

SCOPE = "events"


@attrs.frozen
class DailyReport:
    """The report of a day, or of yesterday."""

    daily_reports: DailyReports
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with it."""
        parameters = Parameters(request)
        day = parameters.day("date")
        parameters.finish()
        day = day or self.daily_reports.yesterday()
        await self.polls.thing(
            request,
            response,
            scope=SCOPE,
            load=lambda: report_document(self.daily_reports.report(day)),
        )

    on_head = on_get
