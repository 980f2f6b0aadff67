"""What is shown has exactly the promised fields, and nothing of OpenPhone's that is not to be handed on."""

from __future__ import annotations

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import Media, Voicemail
from tests.integration.falcon_http.world import World

ITEM = {"id", "kind", "occurred_at"}
CALL = ITEM | {
    "openphone_id",
    "direction",
    "outcome",
    "duration_seconds",
    "answered_by",
    "answered_at",
    "completed_at",
    "from_number",
    "to_numbers",
    "recordings",
    "expected",
    "missing",
    "deep_link",
}
FIELDS = {
    "message": ITEM | {"openphone_id", "direction", "text", "media", "status", "from_number", "to_numbers"},
    "call": CALL,
    "voicemail": ITEM | {"call_openphone_id", "duration_seconds", "transcript", "audio_url"},
    "transcript": ITEM | {"call_openphone_id", "dialogue"},
    "summary": ITEM | {"call_openphone_id", "summary", "next_steps"},
}


@pytest.fixture
def busy(world: World) -> World:
    """Lend a world in which everything happened once."""
    picture = Media(url="https://storage.example/picture.jpg")
    world.happens(
        events.message_received("Hi", media=(picture,)),
        events.call_recording_completed(),
        events.call_transcript_completed(),
        events.call_summary_completed(),
        events.call_completed(),
        events.call_completed(events.unanswered(external="+14255550187", voicemail=Voicemail())),
    )
    return world


def test_items_have_the_fields_of_their_kind(busy: World) -> None:
    """Every kind of item stands in a timeline with its own fields."""
    items = [
        item
        for conversation in busy.get("conversations").json()
        for item in busy.get(f"conversations/{conversation['id']}/timeline").json()
    ]

    assert {item["kind"] for item in items} == set(FIELDS)
    assert all(set(item) == FIELDS[item["kind"]] for item in items)


def test_files_of_openphone_are_not_handed_on(busy: World) -> None:
    """Until a file is stored here, it has no url."""
    (conversation, *_) = busy.get("conversations").json()

    answer = busy.get(f"conversations/{conversation['id']}/timeline")

    assert "storage.example" not in answer.text
    assert ".mp3" not in answer.text


def test_a_conversation_has_its_fields(busy: World) -> None:
    """A conversation in the list is the conversation at its own address."""
    (conversation, *_) = busy.get("conversations").json()

    alone = busy.get(f"conversations/{conversation['id']}").json()

    assert alone == conversation
    assert set(conversation) == {
        "id",
        "contact",
        "phone_number",
        "our_number",
        "participants",
        "last_activity_at",
        "last_item",
        "unread_count",
        "needs_reply",
        "opted_out",
        "deep_link",
    }
    assert set(conversation["contact"]) == {"id", "name", "phone_number"}
    assert set(conversation["last_item"]) == {"kind", "direction", "text"}
    assert conversation["last_activity_at"].endswith("Z")


def test_a_short_code_is_no_contact(world: World) -> None:
    """A sender who cannot be a contact has a conversation without one."""
    world.happens(events.message_received("Your code", sender="72975"))

    (conversation,) = world.get("conversations?phone_number=72975").json()

    assert (conversation["contact"], conversation["phone_number"]) == (None, "72975")
    assert conversation["participants"] == [{"contact_id": None, "phone_number": "72975"}]


def test_calls_say_where_they_belong(busy: World) -> None:
    """A call in the list of calls has its item's fields and two more; they can be chosen by outcome."""
    calls = busy.get("calls").json()
    missed = busy.get("calls?outcome=missed").json()

    assert all(set(call) == CALL | {"conversation_id", "contact_id"} for call in calls)
    assert (len(calls), [call["outcome"] for call in missed]) == (2, ["missed"])


def test_reading_is_marked(busy: World) -> None:
    """The mark of an operator empties the count at once; of an unknown conversation it is 404."""
    (conversation, *_) = busy.get("conversations?unread=true").json()

    marked = busy.ask("POST", f"/api/v1/conversations/{conversation['id']}/read")
    unknown = busy.ask("POST", "/api/v1/conversations/x/read")

    assert (marked.status_code, marked.content, unknown.status_code) == (204, b"", 404)
    assert busy.get(f"conversations/{conversation['id']}").json()["unread_count"] == 0


def test_an_event_shows_its_payload_to_those_who_act(busy: World) -> None:
    """An operator sees the payload, a viewer everything else."""
    (event, *_) = busy.get("webhook-events?type=message.received").json()

    operator = busy.get(f"webhook-events/{event['id']}").json()
    viewer = busy.get(f"webhook-events/{event['id']}", role="viewer").json()

    assert operator["payload"]["type"] == "message.received"
    assert operator == {**viewer, "payload": operator["payload"]}
    assert viewer == {**event, "attempts": viewer["attempts"]}
    assert (event["status"], event["priority"]) == ("processed", "critical")
    assert set(viewer["attempts"][0]) == {
        "number",
        "started_at",
        "duration_seconds",
        "worker",
        "outcome",
        "error_class",
        "message",
    }
