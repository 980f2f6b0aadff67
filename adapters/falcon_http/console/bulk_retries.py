"""Trying many dead letters again: counted first, confirmed, watched, and cancelled."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.errors import ConflictError
from openphone_crm.ids import JobId
from openphone_crm.moments import parse_moment
from openphone_crm.retry_jobs import RetryFilter
from openphone_crm.retrying import Retrying

from .asked import Asked
from .forms import form_of
from .page import Page
from .zones import zone_of

JOBS = "/webhook-events/jobs"


@attrs.frozen
class BulkRetry(Page):
    """Which dead letters are to be tried again, and how many these are."""

    retrying: Retrying

    async def on_get(self, request: Request, response: Response) -> None:
        """Show what would be retried."""
        asked = Asked(request)
        wanted = RetryFilter(
            event_type=asked.text("type"),
            since=asked.since("since", zone_of(request, self.pages.timezone)),
        )
        asked.finish()

        def load() -> Mapping[str, object]:
            return {
                "title": "Retry many",
                "wanted": wanted,
                "preview": self.retrying.preview(wanted),
                "jobs": [self.retrying.job(job_id) for job_id in self.retrying.jobs.unfinished()],
            }

        await self.pages.show(request, response, "bulk_retry.html", load)

    async def on_post(self, request: Request, response: Response) -> None:
        """Begin, and show how far it is."""
        form = form_of(request)
        wanted = RetryFilter(event_type=form.text("type") or None, since=parse_moment(form.text("since")))
        job = await self.pages.threads.run(self.retrying.start, wanted, by=caller_of(request).name)
        self.pages.lead(response, f"{JOBS}/{job.id}")


@attrs.frozen
class RetryJobPage(Page):
    """How far a bulk retry is."""

    retrying: Retrying

    async def on_get(self, request: Request, response: Response, job_id: JobId) -> None:
        """Show it."""
        no_parameters(request)
        await self.pages.show(
            request,
            response,
            "retry_job.html",
            lambda: {"title": "Bulk retry", "job": self.retrying.job(job_id)},
        )


@attrs.frozen
class Cancelling(Page):
    """That a bulk retry goes no further."""

    retrying: Retrying

    async def on_post(self, request: Request, response: Response, job_id: JobId) -> None:
        """Cancel it; what was tried already stays so."""
        back = f"{JOBS}/{job_id}"
        try:
            await self.pages.threads.run(self.retrying.cancel, job_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, back, f"Nothing was cancelled: {error}.", is_good=False)
        else:
            self.pages.lead(response, back, "Cancelled: what was not tried yet stays as it is.")
