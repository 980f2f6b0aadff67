"""Dead letters that a person has tried once more: one, or many as a job."""

from __future__ import annotations

import attrs
import falcon
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.repeats import Repeats
from adapters.falcon_http.sign_in import API, caller_of
from openphone_crm.ids import EventId
from openphone_crm.retry_jobs import RetryJob
from openphone_crm.retrying import Retrying

from .documents import Document, event_document, job_document
from .edits import read_optional_json_body, see_that_nothing_is_asked
from .retry_orders import RetryOrder, retry_order_of


@attrs.frozen
class Retry:
    """The retry of one event."""

    retrying: Retrying
    polls: Polls
    repeats: Repeats

    async def on_post(self, request: Request, response: Response, event_id: EventId) -> None:
        """Try it again, at once."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)

        async def retry() -> None:
            by = caller_of(request).name
            event = await self.polls.threads.run(self.retrying.retry_one, event_id, by=by)
            self.polls.freshness.forget()
            _accept(response, event_document(event))

        await self.repeats.once(request, response, body=body, act=retry)


@attrs.frozen
class Retries:
    """The retry of many."""

    retrying: Retrying
    polls: Polls
    repeats: Repeats

    async def on_post(self, request: Request, response: Response) -> None:
        """Begin a job, or say what it would retry."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        order = retry_order_of(body)
        act = self._preview if order.is_dry else self._start
        await self.repeats.once(request, response, body=body, act=lambda: act(request, response, order))

    async def _preview(self, _: Request, response: Response, order: RetryOrder) -> None:
        preview = await self.polls.threads.run(self.retrying.preview, order.wanted)
        response.data = orjson.dumps({"count": preview.count, "by_type": preview.by_type})

    async def _start(self, request: Request, response: Response, order: RetryOrder) -> None:
        by = caller_of(request).name
        job = await self.polls.threads.run(self.retrying.start, order.wanted, by=by)
        self.polls.freshness.forget()
        accept_job(response, job)


def accept_job(response: Response, job: RetryJob) -> None:
    """Answer that a job has begun, and where to follow it."""
    response.set_header("Location", f"{API}/jobs/{job.id}")
    _accept(response, job_document(job))


def _accept(response: Response, document: Document) -> None:
    response.status = falcon.HTTP_202
    response.data = orjson.dumps(document)
