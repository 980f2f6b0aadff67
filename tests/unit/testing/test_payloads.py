"""Payloads have the shapes that OpenPhone really sends."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import ContactCard, Happening, Media
from openphone_crm.testing.payloads import (
    REMOVED,
    SENT_BY,
    Generation,
    NotSentError,
    changed,
    render,
    resource_of,
)

EXAMPLES: dict[str, Happening] = {
    happening.type: happening
    for happening in (
        events.message_received(),
        events.message_delivered(),
        events.message_failed(),
        events.message_undelivered(),
        events.call_ringing(),
        events.call_answered(),
        events.call_missed(),
        events.call_forwarded(),
        events.call_menu_selected(),
        events.call_completed(),
        events.call_voicemail_completed(),
        events.call_recording_completed(),
        events.call_transcript_completed(),
        events.call_summary_completed(),
        events.contact_updated(),
        events.contact_deleted(),
        events.task_assigned(),
    )
}
EVERY_KIND = [(generation, type_) for generation in Generation for type_ in sorted(SENT_BY[generation])]


def resource(happening: Happening, generation: str) -> dict[str, Any]:
    """Render a happening and return what its payload is about."""
    return resource_of(render(happening, generation))


@pytest.mark.parametrize(("generation", "type_"), EVERY_KIND)
def test_every_generation_renders_every_kind_it_can(generation: Generation, type_: str) -> None:
    """Each kind has an example, and its payload names type, version, resource and time."""
    payload = render(EXAMPLES[type_], generation)

    assert payload["type"] == type_
    assert payload["apiVersion"] == generation.value.removeprefix("app-").removeprefix("api-")
    assert payload["createdAt"].endswith("Z")
    assert resource_of(payload).get("id") or resource_of(payload)["callId"]


@pytest.mark.parametrize(
    ("generation", "happening"),
    [
        ("legacy-app", events.call_missed()),
        ("legacy-app", events.call_voicemail_completed()),
        ("legacy-api", events.contact_updated()),
        ("legacy-api", events.message_failed()),
    ],
)
def test_what_a_generation_never_sends_is_refused(generation: str, happening: Happening) -> None:
    """Legacy webhooks know neither call.missed nor voicemail events, and v4 no contacts."""
    with pytest.raises(NotSentError, match="never sends"):
        render(happening, generation)


@pytest.mark.parametrize("generation", Generation)
def test_a_type_that_nobody_knows_comes_from_any_generation(generation: Generation) -> None:
    """An unknown type is rendered with the fields it was given."""
    payload = render(events.unknown_event("call.sung", tune="la"), generation)

    assert payload["type"] == "call.sung"
    assert resource_of(payload)["tune"] == "la"


def test_a_text_of_an_app_webhook_has_a_body_and_media() -> None:
    """v3 says `body` and never `text`, and lists its media."""
    message = resource(events.message_received("Hi", media=(Media(url="https://x/1"),)), "app-v3")

    assert message["body"] == "Hi"
    assert "text" not in message
    assert message["media"] == [{"url": "https://x/1", "type": "image/jpeg"}]


def test_a_group_text_of_an_app_webhook_joins_its_recipients() -> None:
    """v3 writes several recipients into one string."""
    message = resource(events.message_received(recipients=("+12065550100", "+12065550101")), "app-v3")

    assert message["to"] == "+12065550100,+12065550101"


def test_a_text_of_an_api_webhook_has_a_text_and_a_string_to() -> None:
    """v4 says `text`, names the recipient by a string, has no media and says `received`."""
    payload = render(events.message_received("Hi", media=(Media(),)), "api-v4")

    message = resource_of(payload)
    assert (message["text"], message["to"], message["status"]) == ("Hi", "+12065550100", "received")
    assert not {"body", "media", "conversationId"} & message.keys()
    assert payload["data"]["deepLink"].startswith("https://my.quo.com/inbox/PN")


def test_the_dated_generation_has_resource_context_and_links() -> None:
    """2026-03-30 says nowhere `object`, and puts the parties into the context."""
    payload = render(events.message_received("Hi"), "2026-03-30")

    assert "object" not in payload
    assert payload["data"].keys() == {"resource", "context", "links"}
    assert payload["data"]["context"]["senderIdentifier"] == "+14255550123"
    assert payload["data"]["context"]["recipientIdentifiers"] == ["+12065550100"]


def test_a_failed_text_has_an_error_code_and_no_media() -> None:
    """message.undelivered carries the carrier's code."""
    message = resource(events.message_undelivered(error_code="30007"), "2026-03-30")

    assert (message["status"], message["errorCode"]) == ("undelivered", "30007")
    assert "media" not in message


def test_a_contact_comes_in_three_forms() -> None:
    """Named fields, listed fields, and the flat lists of 2026-03-30."""
    named = resource(events.contact_updated(), "app-v3")
    listed = resource(events.contact_updated(emails=("a@example.com",)), "app-v3")
    flat = resource(events.contact_updated(emails=("a@example.com",)), "2026-03-30")

    assert named["fields"] == {"Phone": "+14255550123"}
    assert {"name": "Email", "type": "email", "value": "a@example.com"} in listed["fields"]
    assert flat["emails"] == [{"value": "a@example.com", "type": "email"}]


def test_a_deleted_contact_of_an_app_webhook_has_no_fields() -> None:
    """The deleted card keeps its names only."""
    contact = resource(events.contact_deleted(), "app-v3")

    assert contact["firstName"] == "Ann"
    assert "fields" not in contact


def test_any_field_can_be_changed_or_removed() -> None:
    """Dotted paths reach every field, and the original stays as it was."""
    payload = render(events.call_completed(), "api-v4")

    thin = changed(payload, {"data.object.participants": [], "data.deepLink": REMOVED, "data.object.new": 1})

    assert thin["data"]["object"]["participants"] == []
    assert thin["data"]["object"]["new"] == 1
    assert "deepLink" not in thin["data"]
    assert payload["data"]["object"]["participants"] != []


def test_a_change_reaches_into_lists() -> None:
    """A number in a path is a place in a list."""
    payload = render(events.call_recording_completed(), "api-v4", {"data.object.recordings.0.url": None})

    assert resource_of(payload)["recordings"][0]["url"] is None


def test_a_contact_without_a_number_has_no_fields() -> None:
    """An empty card is an empty object, as v3 sends it."""
    card = events.contact_updated(phone_numbers=())

    assert isinstance(card.subject, ContactCard)
    assert resource(card, "app-v3")["fields"] == {}
