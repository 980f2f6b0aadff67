"""The deliveries that were received, and what became of each."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.errors import NotFoundError
from openphone_crm.ids import EventId
from openphone_crm.ports.readers import EventReader
from openphone_crm.priority import Priority
from openphone_crm.views import EventFilter
from openphone_crm.work_records import Status

from .documents import Document, event_detail_document, event_document

SCOPE = "events"

_STATUSES = {status.value: status for status in Status}
_PRIORITIES = {priority.label: priority for priority in Priority}


@attrs.frozen
class WebhookEvents:
    """All events, the newest first."""

    events: EventReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = EventFilter(
            status=parameters.choice("status", _STATUSES),
            event_type=parameters.text("type"),
            priority=parameters.choice("priority", _PRIORITIES),
            since=parameters.moment("since"),
        )
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.events.find(wanted, page),
            show=event_document,
        )

    on_head = on_get


@attrs.frozen
class WebhookEvent:
    """One event with its attempts, and with its payload for those who may see it."""

    events: EventReader
    polls: Polls

    async def on_get(self, request: Request, response: Response, event_id: EventId) -> None:
        """Answer with it."""
        no_parameters(request)
        with_payload = caller_of(request).role.includes(Role.OPERATOR)
        await self.polls.thing(
            request,
            response,
            scope=SCOPE,
            load=lambda: self._load(event_id, with_payload=with_payload),
        )

    on_head = on_get

    def _load(self, event_id: EventId, *, with_payload: bool) -> Document:
        detail = self.events.get(event_id)
        if detail is None:
            raise NotFoundError("event", event_id)
        return event_detail_document(detail, with_payload=with_payload)
