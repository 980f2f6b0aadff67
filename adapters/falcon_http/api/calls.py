"""All calls, also those that stand in no conversation yet."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import Parameters
from adapters.falcon_http.polls import Polls
from openphone_crm.crm import Outcome
from openphone_crm.ports.readers import CallReader
from openphone_crm.views import CallFilter

from .item_documents import call_document

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


@attrs.frozen
class Calls:
    """All calls, the newest first."""

    calls: CallReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = CallFilter(outcome=parameters.choice("outcome", _OUTCOMES), since=parameters.moment("since"))
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope="crm",
            load=lambda: self.calls.find(wanted, page),
            show=call_document,
        )

    on_head = on_get
