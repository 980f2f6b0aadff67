"""The log of what was read, a sample of it to look through, and the verdicts."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.views import ExtractionFilter
from openphone_crm.ids import ExtractionId
from openphone_crm.paging import Page
from openphone_crm.ports.extraction_readers import ExtractionReader
from openphone_crm.review_desk import ReviewDesk

from .decisions import verdict_of
from .documents import Document
from .edits import read_json_body
from .extraction_documents import extraction_document

SCOPE = "crm"
USUAL_SIZE = 20

_STATUSES = {status.value: status for status in ExtractionStatus}


@attrs.frozen
class Extractions:
    """The log, the newest entry first."""

    extractions: ExtractionReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of it."""
        parameters = Parameters(request)
        wanted = ExtractionFilter(parameters.choice("status", _STATUSES))
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.extractions.find(wanted, page),
            show=extraction_document,
        )

    on_head = on_get


@attrs.frozen
class Sample:
    """Some entries of which nobody has said whether they are right."""

    extractions: ExtractionReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with as many as are asked for, if there are."""
        parameters = Parameters(request)
        size = parameters.number("size", usual=USUAL_SIZE)
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: Page(tuple(self.extractions.sample(size))),
            show=extraction_document,
        )

    on_head = on_get


@attrs.frozen
class Review:
    """A person's verdict on an entry."""

    review_desk: ReviewDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, extraction_id: ExtractionId) -> None:
        """Keep it, and answer with the entry."""
        no_parameters(request)
        body = await read_json_body(request)
        is_correct, by = verdict_of(body), caller_of(request).name

        def act() -> Document:
            return extraction_document(self.review_desk.review(extraction_id, is_correct=is_correct, by=by))

        await self.acts.do(request, response, body=body, act=act)
