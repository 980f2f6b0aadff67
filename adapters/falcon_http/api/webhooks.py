"""Where OpenPhone posts its webhooks: verified, committed, then acknowledged."""

from __future__ import annotations

import attrs
import falcon
import orjson
import structlog
from falcon.asgi import Request, Response

from adapters.falcon_http.bodies import read_body
from adapters.falcon_http.committer import Committer
from adapters.falcon_http.exchanges import note_stored
from adapters.falcon_http.metrics import Counts
from adapters.falcon_http.refusals import Refusals
from openphone_crm.errors import BodyError, SignatureError, UnavailableError
from openphone_crm.inbox_records import Stored
from openphone_crm.intake import Delivery, Intake

log = structlog.get_logger(__name__)


@attrs.frozen
class Webhooks:
    """The one URL of all webhooks; Content-Type and query are ignored."""

    intake: Intake
    committer: Committer
    counts: Counts
    refusals: Refusals

    async def on_get(self, _: Request, response: Response) -> None:
        """Tell whoever looks that the address is right."""
        response.data = orjson.dumps({"status": "ok"})

    on_head = on_get

    async def on_post(self, request: Request, response: Response) -> None:
        """Acknowledge a delivery once its row is committed."""
        delivery = self._opened(request, await read_body(request))
        try:
            stored = await self.committer.store(delivery)
        except UnavailableError:
            self.counts.delivered("unavailable")
            raise
        status = "queued" if stored.is_new else "duplicate"
        self.counts.delivered(status)
        note_stored(request, stored)
        _log_stored(delivery, stored, status)
        response.data = orjson.dumps({"status": status, "id": stored.id})

    def _opened(self, request: Request, body: bytes) -> Delivery:
        try:
            return self.intake.open(_header_pairs(request), body)
        except SignatureError as error:
            self.counts.delivered("invalid_signature")
            self.refusals.add(error)
            log.warning("webhook_refused", reason=error.reason, signature_headers=error.headers)
            raise falcon.HTTPBadRequest(
                title="Invalid signature",
                description="Sign the delivery with a key that is registered here.",
            ) from error
        except BodyError as error:
            self.counts.delivered("invalid_body")
            self.refusals.add(error)
            log.warning("webhook_unreadable", reason=error.reason, size=error.size, sha256=error.sha256)
            raise falcon.HTTPBadRequest(description="The body must be one JSON object (RFC 8259).") from error


def _log_stored(delivery: Delivery, stored: Stored, status: str) -> None:
    event_type, generation = delivery.arrival.event_type, delivery.generation
    log.info(
        "webhook_stored", event_id=stored.id, event_type=event_type, generation=generation, outcome=status
    )


def _header_pairs(request: Request) -> list[tuple[str, str]]:
    """Every header as it was sent: Falcon's own view merges those that occur twice."""
    pairs = request.scope["headers"]
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]
