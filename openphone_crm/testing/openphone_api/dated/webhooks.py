"""Webhooks of the 2026-03-30 surface: the key is shown once, when it is made."""

from __future__ import annotations

from typing import Any, Final

import attrs

from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.making_webhooks import WEB_ADDRESS, status_in, webhook_made
from openphone_crm.testing.openphone_api.parameters import LINE_ID, Body
from openphone_crm.testing.openphone_api.refusals import RefusalError, bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS, EVERYTHING, Webhook, new_key
from openphone_crm.testing.payloads import Generation
from openphone_crm.testing.payloads.timestamps import milliseconds

WEBHOOK_ID: Final = r"[0-9]+"
_FIELDS: Final = ("url", "events", "resourceIds", "status", "label")


def list_webhooks(asked: Asked) -> ApiResponse:
    """List the webhooks of the workspace, all at once."""
    asked.parameters.know(())
    webhooks = [each for each in list(asked.post.webhooks.values()) if not each.generation.is_legacy]
    return ApiResponse.of({"data": [_shape(each) for each in webhooks]})


def make_webhook(asked: Asked) -> ApiResponse:
    """Make a webhook for any mix of events."""
    body = Body.read(asked.body, _FIELDS)
    webhook = webhook_made(
        asked,
        Generation.DATED,
        url=body.text("url", WEB_ADDRESS, required=True) or "",
        events=_events(body, required=True) or (),
        resource_ids=body.texts("resourceIds", rf"\*|{LINE_ID}") or EVERYTHING,
        label=body.text("label"),
        status=status_in(body),
        user_id=None,
    )
    return ApiResponse.of({"data": {**_shape(webhook), "key": webhook.key}}, 201)


def get_webhook(asked: Asked) -> ApiResponse:
    """Show one webhook."""
    return ApiResponse.of({"data": _shape(webhook_asked_for(asked))})


def change_webhook(asked: Asked) -> ApiResponse:
    """Change some of a webhook; its key and its generation stay."""
    webhook = webhook_asked_for(asked)
    body = Body.read(asked.body, _FIELDS)
    if not body.fields:
        raise bad("/body", "Expected at least one property")
    changed = attrs.evolve(
        webhook,
        url=body.text("url", WEB_ADDRESS) or webhook.url,
        events=_events(body) or webhook.events,
        resource_ids=_resource_ids(body, webhook),
        status=status_in(body) if "status" in body.fields else webhook.status,
        label=_label(body, webhook),
        updated_at=asked.now,
    )
    asked.post.webhooks[webhook.id] = changed
    return ApiResponse.of({"data": _shape(changed)})


def delete_webhook(asked: Asked) -> ApiResponse:
    """Delete a webhook."""
    del asked.post.webhooks[webhook_asked_for(asked).id]
    return ApiResponse(status=204)


def rotate_key(asked: Asked) -> ApiResponse:
    """Give a webhook another key, and show it."""
    webhook = webhook_asked_for(asked)
    key = new_key(webhook.generation, asked.post.number(), webhook.url)
    asked.post.webhooks[webhook.id] = attrs.evolve(webhook, key=key, updated_at=asked.now)
    return ApiResponse.of({"data": {"key": key}})


def webhook_asked_for(asked: Asked) -> Webhook:
    """
    Find the webhook that the path names.

    Raises:
        RefusalError: When there is none, or the id is that of a v1 webhook.
    """
    try:
        webhook = asked.post.webhooks.get(asked.id(WEBHOOK_ID))
    except RefusalError:
        raise RefusalError(status=400, title="Invalid Id", variant="03", message="Invalid id") from None
    if webhook is None:
        raise not_found("Webhook", asked.ids[0])
    return webhook


def _events(body: Body, *, required: bool = False) -> tuple[str, ...] | None:
    events = body.texts("events", ".*", required=required)
    if not set(events or ()) <= DATED_EVENTS:
        raise bad("/body/events", "Expected events that there are", list(events or ()))
    return events


def _resource_ids(body: Body, webhook: Webhook) -> tuple[str, ...]:
    if "resourceIds" not in body.fields:
        return webhook.resource_ids
    # Nothing, an empty list and the star all mean: of every number.
    if not body.fields["resourceIds"]:
        return EVERYTHING
    return body.texts("resourceIds", rf"\*|{LINE_ID}") or EVERYTHING


def _label(body: Body, webhook: Webhook) -> str | None:
    if body.fields.get("label", "") is None:
        return None
    return body.text("label") or webhook.label


def _shape(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "orgId": webhook.org_id,
        "label": webhook.label,
        "status": webhook.status,
        "url": webhook.url,
        "createdAt": milliseconds(webhook.created_at),
        "updatedAt": milliseconds(webhook.updated_at),
        "events": list(webhook.events),
        "resourceIds": list(webhook.resource_ids),
        "apiVersion": webhook.generation.value,
    }
