"""The log of what was delivered to a webhook, and what can be delivered on demand."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.dated.listing import PAGES, listed
from openphone_crm.testing.openphone_api.dated.samples import sample_payload
from openphone_crm.testing.openphone_api.dated.webhooks import webhook_asked_for
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.parameters import Body
from openphone_crm.testing.openphone_api.refusals import bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS, Attempt, LoggedDelivery
from openphone_crm.testing.payloads.timestamps import milliseconds

_FILTERS: Final = (
    "status",
    "eventType",
    "eventType[in]",
    "resourceId",
    "createdAt[gt]",
    "createdAt[lt]",
    *PAGES,
)
_STATUS: Final = "success|pending|sending|failed"


def list_deliveries(asked: Asked) -> ApiResponse:
    """List the deliveries to a webhook, the newest first."""
    webhook = webhook_asked_for(asked)
    asked.parameters.know(_FILTERS)
    found = [
        each
        for each in list(asked.post.log.values())
        if each.outgoing.webhook_id == webhook.id and _is_asked_for(asked, each)
    ]
    return listed(
        asked, found, place=lambda each: (str(milliseconds(each.created_at)), each.id), shape=_entry
    )


def get_delivery(asked: Asked) -> ApiResponse:
    """Show what was delivered, and how every attempt was answered."""
    logged = _delivery_asked_for(asked)
    detail = {
        name: field for name, field in _entry(logged).items() if name not in ("status", "nextAttemptAt")
    }
    attempts = [_attempt(logged, number) for number in range(len(logged.attempts))]
    return ApiResponse.of({"data": {**detail, "requestBody": logged.payload, "attempts": attempts}})


def retry_delivery(asked: Asked) -> ApiResponse:
    """Deliver once more what was delivered, or was not."""
    asked.post.retry(_delivery_asked_for(asked).id, asked.now)
    return ApiResponse.of({}, 202)


def send_test(asked: Asked) -> ApiResponse:
    """Deliver a sample, signed as any delivery is, and show it as it is: nothing is wrapped around it."""
    webhook = webhook_asked_for(asked)
    type_ = Body.read(asked.body, ("eventType",)).text("eventType", required=True) or ""
    if type_ not in DATED_EVENTS:
        raise bad("/body/eventType", "Expected an event that there is", type_)
    payload = sample_payload(type_)
    asked.post.test(webhook, payload, asked.now)
    return ApiResponse.of(payload)


def _is_asked_for(asked: Asked, logged: LoggedDelivery) -> bool:
    parameters = asked.parameters
    one = parameters.one("eventType")
    types = {*parameters.listed("eventType[in]"), *([one] if one else ())}
    return (
        parameters.one("status", _STATUS) in (None, logged.status)
        and (not types or logged.event_type in types)
        and parameters.one("resourceId") in (None, logged.resource_id)
        and Bounds.between(parameters).hold(logged.created_at)
    )


def _delivery_asked_for(asked: Asked) -> LoggedDelivery:
    webhook = webhook_asked_for(asked)
    logged = asked.post.log.get(asked.ids[1])
    if logged is None or logged.outgoing.webhook_id != webhook.id:
        raise not_found("Delivery", asked.ids[1])
    return logged


def _entry(logged: LoggedDelivery) -> dict[str, Any]:
    return {
        "id": logged.id,
        "eventId": logged.event_id,
        "resourceId": logged.resource_id,
        "eventType": logged.event_type,
        "status": logged.status,
        "nextAttemptAt": None,
        "createdAt": milliseconds(logged.created_at),
    }


def _attempt(logged: LoggedDelivery, number: int) -> dict[str, Any]:
    attempt: Attempt = logged.attempts[number]
    return {
        "id": f"atmpt_{logged.id.removeprefix('msg_')}{len(logged.attempts) - number}",
        "timestamp": milliseconds(attempt.at),
        "status": "success" if attempt.is_success else "failed",
        "responseStatusCode": attempt.status,
        "responseBody": "",
        "responseDurationMs": 20,
        "triggerType": "manual" if attempt.is_manual else "scheduled",
        "url": attempt.url,
    }
