"""Callback needs and key facts, and that they were dealt with."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.views import NoteFilter
from openphone_crm.ids import NoteId
from openphone_crm.ports.extraction_readers import NoteReader
from openphone_crm.review_desk import ReviewDesk

from .documents import Document
from .edits import read_optional_json_body, see_that_nothing_is_asked
from .extraction_documents import note_document

SCOPE = "crm"

_KINDS = {topic.value: topic for topic in Topic if not topic.is_field}


@attrs.frozen
class Notes:
    """All notes, the newest first."""

    notes: NoteReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = NoteFilter(topic=parameters.choice("kind", _KINDS), is_done=parameters.flag("done"))
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.notes.find(wanted, page),
            show=note_document,
        )

    on_head = on_get


@attrs.frozen
class NoteDone:
    """That a note was dealt with."""

    review_desk: ReviewDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, note_id: NoteId) -> None:
        """Mark it, and answer with it; one that is marked stays as it is."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by = caller_of(request).name

        def act() -> Document:
            return note_document(self.review_desk.finish(note_id, by=by))

        await self.acts.do(request, response, body=body, act=act)
