"""The customer's names for events, their priorities, and how each event ends."""

from __future__ import annotations

from tests.integration.contract.dated import (
    dated_call,
    dated_contact,
    dated_event,
    dated_moment_of_call,
    dated_recording,
    dated_summary,
    dated_text,
    dated_transcript,
    dated_voicemail,
    place,
)
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_summary,
    api_text,
    api_transcript,
    app_call,
    app_contact,
    app_event,
    app_text,
)
from tests.integration.contract.numbers import Numbers, moment, unused_activity
from tests.integration.contract.shop import Json, Shop

CALL = "ACx0123456789abcdef0123456789abcde"
N = Numbers()
VOICEMAIL = {"url": "https://m.openph.one/static/0123456789abcdef.mp3", "type": "audio/mpeg", "duration": 7}


def named(type_: object, **fields: object) -> Json:
    """Give a legacy event of any type about a thing that nobody knows."""
    return {**app_event("", {"id": unused_activity(), **fields}), "type": type_}


def app_completed(**fields: object) -> Json:
    """Give a completed call as the app's webhooks tell it."""
    return app_event("call.completed", app_call(N, **fields))  # type: ignore[arg-type]  # fields of both kinds


def api_completed(**fields: object) -> Json:
    """Give a completed call as the v1 API's webhooks tell it."""
    return api_event("call.completed", api_call(N, **fields))  # type: ignore[arg-type]  # fields of both kinds


UNKNOWN = {
    "message.read": "low",
    "call.teleported": "standard",
    "Message.Received": "standard",
    "message.received ": "standard",
    "task": "standard",
    "x" * 50: "standard",
    "type ⚡": "standard",
}
TYPES: list[tuple[str, Json, str, str]] = [
    ("a text", app_text(N), "message.received", "critical"),
    ("a text, v4", api_text(N), "message.received", "critical"),
    ("a text, dated", dated_text(N), "message.received", "critical"),
    ("a delivered text", dated_text(N, type_="message.delivered"), "message.delivered", "standard"),
    ("a failed text", dated_text(N, type_="message.failed"), "message.failed", "standard"),
    ("an undelivered text", dated_text(N, type_="message.undelivered"), "message.undelivered", "standard"),
    ("ringing", app_event("call.ringing", app_call(N, ended=None)), "call.ringing", "standard"),
    ("answered, v3", app_completed(answered=10.0), "call.completed", "standard"),
    ("answered, v4", api_completed(answered=10.0), "call.completed", "standard"),
    ("answered, dated", dated_call(N, answered=10.0), "call.completed", "standard"),
    ("missed, v3", app_completed(), "call.missed", "critical"),
    ("missed, v4", api_completed(), "call.missed", "critical"),
    ("missed by status, v4", api_completed(status="no-answer"), "call.missed", "critical"),
    (
        "answered, whatever the status",
        api_completed(answered=10.0, status="missed"),
        "call.completed",
        "standard",
    ),
    ("unanswered, dated", dated_call(N), "call.missed", "critical"),
    ("abandoned, dated", dated_call(N, status="abandoned"), "call.missed", "critical"),
    ("with voicemail, dated", dated_call(N, hasVoicemail=True), "call.missed", "critical"),
    ("call.missed", dated_moment_of_call(N, "call.missed", CALL), "call.missed", "critical"),
    ("outgoing unanswered", app_completed(outgoing=True), "call.completed", "standard"),
    ("outgoing unanswered, dated", dated_call(N, outgoing=True), "call.completed", "standard"),
    ("forwarded", api_completed(forwardedTo="+15555550199"), "call.completed", "standard"),
    ("forwarded by status", api_completed(status="forwarded"), "call.completed", "standard"),
    ("by Sona", api_completed(answered=2.0, answeredBy="SYx1"), "call.completed", "standard"),
    ("by Sona, dated", dated_call(N, status="ai-handled"), "call.completed", "standard"),
    ("voicemail in a call", app_completed(voicemail=VOICEMAIL), "voicemail.received", "critical"),
    (
        "voicemail in any call",
        app_completed(voicemail=VOICEMAIL, outgoing=True),
        "voicemail.received",
        "critical",
    ),
    ("voicemail", dated_voicemail(N, CALL), "voicemail.received", "critical"),
    ("recording", dated_recording(N, CALL), "recording.ready", "standard"),
    ("transcript", api_transcript(CALL), "transcript.ready", "standard"),
    ("transcript, dated", dated_transcript(N, CALL), "transcript.ready", "standard"),
    ("callTranscript", {**api_transcript(CALL), "type": "callTranscript"}, "transcript.ready", "standard"),
    ("summary", api_summary(CALL), "summary.ready", "low"),
    ("summary, dated", dated_summary(N, CALL), "summary.ready", "low"),
    ("callSummary", {**api_summary(CALL), "type": "callSummary"}, "summary.ready", "low"),
    ("answered event", dated_moment_of_call(N, "call.answered", CALL), "call.answered", "standard"),
    ("forwarded event", dated_moment_of_call(N, "call.forwarded", CALL), "call.forwarded", "standard"),
    ("menu", dated_moment_of_call(N, "call.menu.selected", CALL), "call.menu.selected", "standard"),
    ("contact", app_contact(N.customer, id_="a" * 24), "contact.updated", "standard"),
    (
        "deleted contact",
        dated_contact([], id_="a" * 24, updated=moment(), type_="contact.deleted"),
        "contact.deleted",
        "standard",
    ),
    ("task", dated_event("task.assigned", {"id": "TKx1"}, place(N)), "task.assigned", "standard"),
    ("any task", named("task.anything"), "task.anything", "standard"),
    ("integration", named("integration.created"), "integration.created", "standard"),
]


def what_is_shown(shop: Shop, id_: str) -> tuple[str, str, str, str]:
    """Read what a row says about its event."""
    event = shop.event(id_)
    return event["event_type"], event["openphone_type"], event["priority"], event["status"]


def test_known_types_have_the_customers_names(shop: Shop) -> None:
    """A known event has the customer's type, its priority and the type as sent, and ends processed."""
    payloads = {name: {**payload, "id": unused_activity()} for name, payload, _, _ in TYPES}

    rows = dict(zip(payloads, shop.receive(*payloads.values()), strict=True))

    shown = {name: what_is_shown(shop, rows[name]) for name in payloads}
    expected = {
        name: (event_type, payload["type"], priority, "processed")
        for name, payload, event_type, priority in TYPES
    }
    assert shown == expected


def test_unknown_types_are_kept_and_ignored(shop: Shop) -> None:
    """A type that nobody knows is stored under its own name, compared exactly, and ignored."""
    rows = {type_: shop.deliver(named(type_)).json()["id"] for type_ in UNKNOWN}

    shop.settled()

    shown = {type_: what_is_shown(shop, row) for type_, row in rows.items()}
    assert shown == {type_: (type_, type_, priority, "ignored") for type_, priority in UNKNOWN.items()}


def test_what_is_no_type_is_unknown(shop: Shop) -> None:
    """A type that is missing, no string or too long for the column is `unknown`, and ignored."""
    types: list[object] = [None, 7, 0.5, ["message.received"], {}, True, "x" * 51, "⚡" * 400]
    rows = [shop.deliver(named(type_)).json()["id"] for type_ in types]

    shop.settled()

    shown = [shop.event(row) for row in rows]
    assert {(event["event_type"], event["status"]) for event in shown} == {("unknown", "ignored")}


def test_a_long_type_is_kept_as_sent(shop: Shop) -> None:
    """The type as sent is kept, however long it is."""
    id_ = shop.deliver(named("x" * 300)).json()["id"]

    assert shop.event(id_)["openphone_type"] == "x" * 300


def test_an_object_without_a_type_is_ignored(shop: Shop) -> None:
    """A signed object that has nothing of an event is kept."""
    id_ = shop.deliver({"hello": unused_activity()}).json()["id"]

    shop.settled()
    event = shop.event(id_)
    assert (event["event_type"], event["status"], event["openphone_type"]) == ("unknown", "ignored", None)


def test_an_unreadable_event_fails_at_once(shop: Shop) -> None:
    """A known type whose payload cannot be read is a dead letter without a retry, and says why."""
    types = ["message.received", "call.completed", "call.summary.completed"]
    broken: list[object] = [None, "text", [], {}, {"object": None}, {"object": "text"}]
    payloads = [{**named(type_), "data": data} for type_ in types for data in broken]

    rows = [shop.deliver(payload).json()["id"] for payload in payloads]
    shop.settled()

    for row, payload in zip(rows, payloads, strict=True):
        event = shop.event(row)
        assert (event["status"], event["retry_count"]) == ("failed", 0), payload
        assert event["error_message"], payload


def test_an_event_document_has_the_fields_of_the_contract(shop: Shop, numbers: Numbers) -> None:
    """A row of the inbox shows its life: received, processed, its attempts."""
    (id_,) = shop.receive(app_text(numbers))

    listed = next(event for event in shop.listed("webhook-events") if event["id"] == id_)
    event = shop.event(id_)
    common = {
        "id",
        "event_type",
        "openphone_type",
        "status",
        "priority",
        "received_at",
        "processed_at",
        "retry_count",
        "error_message",
    }
    assert listed.keys() == common
    assert event.keys() == common | {"payload", "attempts"}
    assert (event["retry_count"], event["error_message"]) == (0, None)
    assert event["received_at"] <= event["processed_at"]
    (attempt,) = event["attempts"]
    assert attempt.keys() == {
        "number",
        "started_at",
        "duration_seconds",
        "worker",
        "outcome",
        "error_class",
        "message",
    }
