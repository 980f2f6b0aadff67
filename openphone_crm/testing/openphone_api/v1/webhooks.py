"""Webhooks of the v1 surface: made in four ways, never changed, and with their key shown to whoever asks."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.making_webhooks import WEB_ADDRESS, status_in, webhook_made
from openphone_crm.testing.openphone_api.parameters import LINE_ID, USER_ID, Body
from openphone_crm.testing.openphone_api.refusals import bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked, Handler
from openphone_crm.testing.openphone_api.webhooks import EVERYTHING, FAMILIES, Webhook
from openphone_crm.testing.payloads import Generation
from openphone_crm.testing.payloads.timestamps import milliseconds

__all__ = ["FAMILIES", "delete_webhook", "get_webhook", "list_webhooks", "maker"]

WEBHOOK_ID: Final = r"WH.*"
_FIELDS: Final = ("url", "events", "resourceIds", "label", "status", "userId")


def maker(family: str) -> Handler:
    """Return what makes a webhook for the events of that family."""

    def make(asked: Asked) -> ApiResponse:
        body = Body.read(asked.body, _FIELDS)
        url = body.text("url", WEB_ADDRESS, required=True) or ""
        events = body.texts("events", ".*", required=True) or ()
        if not set(events) <= set(FAMILIES[family]):
            raise bad("/body/events", f"Expected some of {', '.join(FAMILIES[family])}", list(events))
        webhook = webhook_made(
            asked,
            Generation.API_V4,
            url=url,
            events=events,
            resource_ids=body.texts("resourceIds", rf"\*|{LINE_ID}") or EVERYTHING,
            label=body.text("label"),
            status=status_in(body),
            user_id=body.text("userId", USER_ID),
        )
        return ApiResponse.of({"data": _shape(webhook)}, 201)

    return make


def list_webhooks(asked: Asked) -> ApiResponse:
    """List the webhooks of a user: of the owner, where none is named."""
    asked.parameters.know(("userId",))
    owner = next(iter(asked.workspace.members), None)
    user = asked.parameters.one("userId", USER_ID) or owner
    return ApiResponse.of({"data": [_shape(each) for each in _all(asked) if each.user_id == user]})


def get_webhook(asked: Asked) -> ApiResponse:
    """Show one webhook."""
    return ApiResponse.of({"data": _shape(_asked_for(asked))})


def delete_webhook(asked: Asked) -> ApiResponse:
    """Delete a webhook."""
    del asked.post.webhooks[_asked_for(asked).id]
    return ApiResponse(status=204)


def _asked_for(asked: Asked) -> Webhook:
    id_ = asked.id(WEBHOOK_ID)
    webhook = next((each for each in _all(asked) if each.id == id_), None)
    if webhook is None:
        raise not_found("Webhook", id_)
    return webhook


def _all(asked: Asked) -> list[Webhook]:
    return [each for each in list(asked.post.webhooks.values()) if each.generation.is_legacy]


def _shape(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "userId": webhook.user_id,
        "orgId": webhook.org_id,
        "label": webhook.label,
        "status": webhook.status,
        "url": webhook.url,
        "key": webhook.key,
        "createdAt": milliseconds(webhook.created_at),
        "updatedAt": milliseconds(webhook.updated_at),
        "deletedAt": None,
        "events": list(webhook.events),
        "resourceIds": list(webhook.resource_ids),
    }
