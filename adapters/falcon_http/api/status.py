"""How the system is, and the alerts that are open or were."""

from __future__ import annotations

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.freshness import tag_of
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls, answer
from adapters.falcon_http.sign_in import caller_of
from adapters.falcon_http.threads import Threads
from openphone_crm.ids import AlertId
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.clock import Clock
from openphone_crm.status_board import StatusBoard

from .documents import Document
from .edits import read_optional_json_body, see_that_nothing_is_asked
from .status_documents import alert_document, status_document

SCOPE = "events"


@attrs.frozen
class StatusResource:
    """Everything at once; its entity tag is that of what it says, since time alone changes it."""

    board: StatusBoard
    threads: Threads

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with it."""
        no_parameters(request)
        body = await self.threads.run(self._rendered)
        answer(request, response, body, tag_of(body.decode()))

    on_head = on_get

    def _rendered(self) -> bytes:
        return orjson.dumps(status_document(self.board.now()))


@attrs.frozen
class Alerts:
    """All alerts, the newest first."""

    alert_book: AlertBook
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        is_open = parameters.flag("open")
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.alert_book.find(page, is_open=is_open),
            show=alert_document,
        )

    on_head = on_get


@attrs.frozen
class Acknowledging:
    """That somebody knows of an alert."""

    alert_book: AlertBook
    clock: Clock
    acts: Acts

    async def on_post(self, request: Request, response: Response, alert_id: AlertId) -> None:
        """Note who, and answer with the alert; whoever was first stays."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by = caller_of(request).name

        def act() -> Document:
            return alert_document(self.alert_book.acknowledge(alert_id, by=by, at=self.clock.now()))

        await self.acts.do(request, response, body=body, act=act)
