"""The paths of the v1 surface."""

from __future__ import annotations

from typing import Final

from openphone_crm.testing.openphone_api.routes import Route
from openphone_crm.testing.openphone_api.v1 import calls, messages, parts, places, webhooks

ROUTES: Final = (
    Route("POST", "/v1/messages", messages.send, "02"),
    Route("GET", "/v1/messages", messages.list_messages, "02"),
    Route("GET", "/v1/messages/*", messages.get_message, "02"),
    Route("GET", "/v1/calls", calls.list_calls, "01"),
    Route("GET", "/v1/calls/*", calls.get_call, "01"),
    Route("GET", "/v1/call-recordings/*", parts.get_recordings, "09"),
    Route("GET", "/v1/call-summaries/*", parts.get_summary, "05"),
    Route("GET", "/v1/call-transcripts/*", parts.get_transcript, "06"),
    Route("GET", "/v1/call-voicemails/*", parts.get_voicemail, "12"),
    Route("GET", "/v1/phone-numbers", places.list_numbers, "04"),
    Route("GET", "/v1/phone-numbers/*", places.get_number, "04"),
    Route("GET", "/v1/users", places.list_users, "11"),
    Route("GET", "/v1/users/*", places.get_user, "11"),
    Route("GET", "/v1/conversations", places.list_conversations, "10"),
    Route("GET", "/v1/webhooks", webhooks.list_webhooks, "03"),
    Route("GET", "/v1/webhooks/*", webhooks.get_webhook, "03"),
    Route("DELETE", "/v1/webhooks/*", webhooks.delete_webhook, "03"),
    *(Route("POST", f"/v1/webhooks/{family}", webhooks.maker(family), "03") for family in webhooks.FAMILIES),
)
