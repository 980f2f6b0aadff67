"""The paths of the 2026-03-30 surface; only its webhooks have error codes."""

from __future__ import annotations

from typing import Final

from openphone_crm.testing.openphone_api.dated import calls, deliveries, messages, places, webhooks
from openphone_crm.testing.openphone_api.routes import Route

ROUTES: Final = (
    Route("GET", "/messages", messages.list_messages),
    Route("GET", "/messages/*", messages.get_message),
    Route("GET", "/calls", calls.list_calls),
    Route("GET", "/calls/*", calls.get_call),
    Route("GET", "/calls/*/recordings", calls.list_recordings),
    Route("GET", "/calls/*/transcripts", calls.list_transcripts),
    Route("GET", "/phone-numbers", places.list_numbers),
    Route("GET", "/phone-numbers/*", places.get_number),
    Route("GET", "/phone-numbers/*/users", places.list_number_users),
    Route("GET", "/users", places.list_users),
    Route("GET", "/users/*", places.get_user),
    Route("GET", "/webhooks", webhooks.list_webhooks, "03"),
    Route("POST", "/webhooks", webhooks.make_webhook, "03"),
    Route("GET", "/webhooks/*", webhooks.get_webhook, "03"),
    Route("PATCH", "/webhooks/*", webhooks.change_webhook, "03"),
    Route("DELETE", "/webhooks/*", webhooks.delete_webhook, "03"),
    Route("POST", "/webhooks/*/rotate", webhooks.rotate_key, "03"),
    Route("GET", "/webhooks/*/events", deliveries.list_deliveries, "03"),
    Route("POST", "/webhooks/*/events/test", deliveries.send_test, "03"),
    Route("GET", "/webhooks/*/events/*", deliveries.get_delivery, "03"),
    Route("POST", "/webhooks/*/events/*/retry", deliveries.retry_delivery, "03"),
)
