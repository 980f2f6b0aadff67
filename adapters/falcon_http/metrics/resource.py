"""`/metrics`: how everything is, for Prometheus."""

from __future__ import annotations

import attrs
import falcon
from falcon.asgi import Request, Response

from adapters.falcon_http.threads import Threads
from openphone_crm.errors import UnavailableError

from .access import Asker, Verdict, judge
from .figures import Metrics, Scrape

PATIENCE_S = 5.0
"""Half of what Prometheus has by itself: a database that is silent must not silence the rest."""


def scraping_threads() -> Threads:
    """Make the thread of the scrapes: however silent the database is, they hold up nobody else."""
    return Threads(1, most_waiting=4, patience_s=PATIENCE_S)


@attrs.frozen
class MetricsResource:
    """The figures, for this machine and for whoever has the token."""

    metrics: Metrics
    threads: Threads
    token: str | None

    async def on_get(self, request: Request, response: Response) -> None:
        """
        Tell them, in the format that is asked for.

        Raises:
            HTTPUnauthorized: When the token is missing or wrong.
            HTTPForbidden: When there is no token, and whoever asks is elsewhere.
        """
        _see_that_it_may(request, self.token)
        scrape = await self._scrape(request.get_header("Accept") or "")
        response.content_type = scrape.content_type
        response.data = scrape.body

    on_head = on_get

    async def _scrape(self, accept: str) -> Scrape:
        try:
            return await self.threads.run(self.metrics.scrape, accept)
        except UnavailableError:
            return self.metrics.scrape_without_database(accept)


def _see_that_it_may(request: Request, token: str | None) -> None:
    match judge(Asker.of(request), token):
        case Verdict.NEEDS_TOKEN:
            raise falcon.HTTPUnauthorized(
                description="Send `Authorization: Bearer <CRM_METRICS_TOKEN>`.", challenges=["Bearer"]
            )
        case Verdict.NOT_FROM_THERE:
            raise falcon.HTTPForbidden(
                description="Only this machine may ask; set CRM_METRICS_TOKEN, and others may with it."
            )
        case Verdict.WELCOME:
            return
