"""What was received, and what became of each of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import EventId
from openphone_crm.json_pieces import JsonPiece, PieceKind, json_pieces
from openphone_crm.ports.readers import EventReader
from openphone_crm.priority import Priority
from openphone_crm.retrying import Retrying
from openphone_crm.views import EventFilter
from openphone_crm.work_records import Status

from .asked import Asked
from .links import older
from .page import Page
from .zones import zone_of

LONGEST_PAYLOAD = 50_000
"""So many characters of a payload are shown in colours; a longer one is shown plainly."""

STATUSES = {status.value: status for status in Status}
PRIORITIES = {priority.label: priority for priority in Priority}


@attrs.frozen
class WebhookEvents(Page):
    """All events, the newest first."""

    events: EventReader

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        wanted = EventFilter(
            status=asked.choice("status", STATUSES),
            event_type=asked.text("type"),
            priority=asked.choice("priority", PRIORITIES),
            since=asked.since("since", zone_of(request, self.pages.timezone)),
        )
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.events.find(wanted, page)
            return {
                "title": "Webhook events",
                "events": found.items,
                "older": older(request, found),
                "wanted": wanted,
                "statuses": STATUSES,
                "priorities": PRIORITIES,
            }

        await self.pages.show(request, response, "webhook_events.html", load)


@attrs.frozen
class WebhookEvent(Page):
    """One event with its attempts, and with its payload for those who may see it."""

    events: EventReader

    async def on_get(self, request: Request, response: Response, event_id: EventId) -> None:
        """Show it."""
        no_parameters(request)
        may_see = caller_of(request).role.includes(Role.OPERATOR)

        def load() -> Mapping[str, object]:
            detail = self.events.get(event_id)
            if detail is None:
                raise NotFoundError("event", event_id)
            return {
                "title": f"Event {detail.event.event_type}",
                "event": detail.event,
                "attempts": detail.attempts,
                "payload": shown_payload(detail.payload) if may_see else (),
                "is_pruned": detail.payload is None,
            }

        await self.pages.show(request, response, "webhook_event.html", load)


@attrs.frozen
class RetryingOne(Page):
    """That one dead letter is tried once more."""

    retrying: Retrying

    async def on_post(self, request: Request, response: Response, event_id: EventId) -> None:
        """Try it again, at once."""
        back = f"/webhook-events/{event_id}"
        try:
            await self.pages.threads.run(self.retrying.retry_one, event_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, back, f"Nothing was retried: {error}.", is_good=False)
        else:
            self.pages.lead(response, back, "It is being tried again.")


def shown_payload(payload: str | None) -> tuple[JsonPiece, ...]:
    """Give a payload in pieces; what is too long, or no JSON, as one text."""
    if payload is None:
        return ()
    if len(payload) <= LONGEST_PAYLOAD:
        with suppress(ValueError, RecursionError):
            return tuple(json_pieces(payload))
    return (JsonPiece(PieceKind.MARK, payload),)
