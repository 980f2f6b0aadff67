"""Work that takes a while: watched, and cancelled."""

from __future__ import annotations

import attrs
import falcon
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.ids import JobId
from openphone_crm.retrying import Retrying

from .documents import job_document

SCOPE = "events"


@attrs.frozen
class Job:
    """A bulk retry."""

    retrying: Retrying
    polls: Polls

    async def on_get(self, request: Request, response: Response, job_id: JobId) -> None:
        """Answer with how far it is."""
        no_parameters(request)
        await self.polls.thing(
            request, response, scope=SCOPE, load=lambda: job_document(self.retrying.job(job_id))
        )

    on_head = on_get

    async def on_delete(self, request: Request, response: Response, job_id: JobId) -> None:
        """Cancel it; what was tried already stays so."""
        no_parameters(request)
        await self.polls.threads.run(self.retrying.cancel, job_id, by=caller_of(request).name)
        self.polls.freshness.forget()
        response.status = falcon.HTTP_204
