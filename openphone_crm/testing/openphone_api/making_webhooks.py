"""How a webhook is made, by either surface."""

from __future__ import annotations

from typing import Final, TypedDict, Unpack

from openphone_crm.testing.openphone_api.parameters import Body
from openphone_crm.testing.openphone_api.refusals import RefusalError, bad
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.webhooks import MOST_WEBHOOKS, Webhook, new_key
from openphone_crm.testing.payloads import Generation

WEB_ADDRESS: Final = r"https?://\S+"
_STATUSES: Final = ("enabled", "disabled")


class WebhookFields(TypedDict):
    """What is said of a webhook that is made."""

    url: str
    events: tuple[str, ...]
    resource_ids: tuple[str, ...]
    label: str | None
    status: str
    user_id: str | None


def webhook_made(asked: Asked, generation: Generation, **fields: Unpack[WebhookFields]) -> Webhook:
    """
    Make a webhook, with a key of its own.

    Raises:
        RefusalError: When there are as many as a workspace may have.
    """
    if len(asked.post.webhooks) >= MOST_WEBHOOKS:
        raise RefusalError(status=400, message=f"A workspace has at most {MOST_WEBHOOKS} webhooks")
    number = asked.post.number()
    webhook = Webhook(
        id=f"WHx{number:08d}" if generation.is_legacy else f"{1000 + number}",
        generation=generation,
        url=fields["url"],
        events=fields["events"],
        key=new_key(generation, number, fields["url"]),
        resource_ids=fields["resource_ids"],
        label=fields["label"],
        status=fields["status"],
        user_id=fields["user_id"] or next(iter(asked.workspace.members)),
        org_id=next(iter(asked.workspace.lines.values())).org_id,
        created_at=asked.now,
        updated_at=asked.now,
    )
    asked.post.webhooks[webhook.id] = webhook
    return webhook


def status_in(body: Body) -> str:
    """
    Read whether a webhook is to be told anything.

    Raises:
        RefusalError: When it is neither.
    """
    status = body.text("status") or "enabled"
    if status not in _STATUSES:
        raise bad("/body/status", "Expected 'enabled' or 'disabled'", status)
    return status
