"""Calls: how each of them ended, and for how long people talked."""

from __future__ import annotations

from typing import Any

from tests.integration.contract.dated import dated_call, dated_moment_of_call
from tests.integration.contract.legacy import api_call, api_event, api_recording, app_call, app_event
from tests.integration.contract.numbers import Numbers, instant, moment, unused_activity
from tests.integration.contract.shop import Json, Shop

N = Numbers()
# The contract does not say whether a forwarded call that nobody answered here is an unanswered one.
UNSAID = -1


def app(**fields: object) -> Json:
    """Give a completed call as the app's webhooks tell it."""
    return app_event("call.completed", app_call(N, **fields))  # type: ignore[arg-type]  # fields of both kinds


def api(**fields: object) -> Json:
    """Give a completed call as the v1 API's webhooks tell it."""
    return api_event("call.completed", api_call(N, **fields))  # type: ignore[arg-type]  # fields of both kinds


def dated(**fields: object) -> Json:
    """Give a completed call as 2026-03-30 webhooks tell it."""
    return dated_call(N, **fields)  # type: ignore[arg-type]  # fields of both kinds


def thin(type_: str, **fields: object) -> Json:
    """Give one of the thin events of a call."""
    return dated_moment_of_call(N, type_, unused_activity(), **fields)  # type: ignore[arg-type]


OUTCOMES: list[tuple[str, Json, str, int | None]] = [
    ("ringing", app_event("call.ringing", app_call(N, ended=None, status="ringing")), "unknown", None),
    ("ringing, dated", thin("call.ringing", direction="incoming"), "unknown", None),
    ("picked up", thin("call.answered", direction="incoming", answeredAt=moment(10)), "unknown", None),
    ("answered, v3", app(answered=10.0, ended=60.0), "answered", 50),
    ("answered, v4: its duration rings", api(answered=10.0, ended=60.0), "answered", 50),
    ("answered, dated", dated(answered=10.0, ended=60.0), "answered", 50),
    ("answered for a while", app(answered=10.0, ended=20.4), "answered", 10),
    ("answered for a while longer", app(answered=10.0, ended=20.6), "answered", 11),
    ("answered, outgoing", app(answered=10.0, ended=60.0, outgoing=True), "answered", 50),
    ("answered, outgoing, v4", api(answered=10.0, ended=60.0, outgoing=True), "answered", 50),
    ("answered by status", dated(status="answered", duration=55), "answered", 55),
    ("answered by status, no duration", dated(status="answered", duration=None), "answered", None),
    ("answered though the status says missed", api(answered=10.0, status="missed"), "answered", 50),
    ("answered though the status says no answer", api(answered=10.0, status="no-answer"), "answered", 50),
    ("missed, v3: completed", app(), "missed", 0),
    ("missed, v3: its duration", app(duration=0), "missed", 0),
    ("missed, v4: its duration rings", api(duration=16), "missed", 0),
    ("missed, v4: no answer", api(status="no-answer"), "missed", 0),
    ("missed, dated", dated(), "missed", 0),
    ("missed, dated: abandoned", dated(status="abandoned"), "missed", 0),
    ("missed, dated: voicemail", dated(hasVoicemail=True), "missed", 0),
    ("missed event", thin("call.missed"), "missed", 0),
    ("not answered, v3", app(outgoing=True), "no_answer", 0),
    ("not answered, v4", api(outgoing=True, duration=30), "no_answer", 0),
    ("not answered, dated", dated(outgoing=True), "no_answer", 0),
    ("forwarded by status", api(status="forwarded"), "forwarded", UNSAID),
    ("forwarded to a number", api(forwardedTo="+15555550199"), "forwarded", UNSAID),
    ("forwarded and answered", api(answered=10.0, forwardedTo="+15555550199"), "forwarded", 50),
    ("forwarded, dated", dated(status="forwarded"), "forwarded", UNSAID),
    ("by Sona", api(answered=2.0, answeredBy="SYx1"), "answered_by_ai", 58),
    ("by Sona, by flag", api(answered=2.0, aiHandled="ai-agent"), "answered_by_ai", 58),
    ("by Sona, dated", dated(status="ai-handled", answered=2.0), "answered_by_ai", 58),
]


def test_every_call_has_its_outcome_and_duration(shop: Shop) -> None:
    """The first rule that fits decides the outcome; the duration is the time of talking."""
    ids = [
        payload["data"].get("object", payload["data"].get("resource"))["id"] for _, payload, _, _ in OUTCOMES
    ]

    shop.receive(*[payload for _, payload, _, _ in OUTCOMES])

    shown = {
        name: (call["outcome"], UNSAID if seconds == UNSAID else call["duration_seconds"])
        for (name, _, _, seconds), call in zip(OUTCOMES, shop.calls(*ids), strict=True)
    }
    assert shown == {name: (outcome, seconds) for name, _, outcome, seconds in OUTCOMES}


def test_a_call_has_the_fields_of_the_contract(shop: Shop, numbers: Numbers) -> None:
    """A call shows who, when, for how long, and its recordings without OpenPhone's addresses."""
    recording = api_recording(50)
    call = api_call(numbers, answered=10.0, ended=60.0, recordings=[recording])

    shop.receive(api_event("call.recording.completed", call, deep_link="https://my.quo.com/inbox/PN1"))

    item = shop.item(numbers, "call")
    (shown,) = item["recordings"]
    assert item == {
        "id": item["id"],
        "kind": "call",
        "occurred_at": item["occurred_at"],
        "openphone_id": call["id"],
        "direction": "incoming",
        "outcome": "answered",
        "duration_seconds": 50,
        "answered_by": "USx5Dana8Q",
        "answered_at": item["answered_at"],
        "completed_at": item["completed_at"],
        "from_number": numbers.customer,
        "to_numbers": [numbers.ours],
        "recordings": [shown],
        "expected": item["expected"],
        "missing": [],
        "deep_link": "https://my.quo.com/inbox/PN1",
    }
    assert shown.keys() == {"id", "duration_seconds", "status", "audio_url"}
    assert (shown["duration_seconds"], shown["audio_url"]) == (50, None)
    moments = [instant(item[name]) for name in ("occurred_at", "answered_at", "completed_at")]
    assert moments == [instant(moment(seconds)) for seconds in (0, 10, 60)]
    assert set(item["expected"]) <= {"recording", "transcript", "summary", "voicemail"}


def test_the_list_of_calls_adds_where_a_call_belongs(shop: Shop, numbers: Numbers) -> None:
    """An item of `GET /calls` is the one of the timeline, with its conversation and its contact."""
    call = app_call(numbers, answered=10.0)

    shop.receive(app_event("call.completed", call))

    conversation = shop.conversation(numbers)
    (listed,) = shop.calls(call["id"])
    place = {"conversation_id": conversation["id"], "contact_id": conversation["contact"]["id"]}
    assert listed == {**shop.item(numbers, "call"), **place}


def test_recordings_of_all_generations_are_references(shop: Shop, numbers: Numbers) -> None:
    """Two segments of a recording are two, and told again they are still two."""
    segments = [
        {"url": f"https://m.openph.one/static/{n}.mp3", "type": "audio/mpeg", "duration": n} for n in (7, 9)
    ]
    v3 = app_call(numbers, answered=10.0, media=segments)
    v4 = api_call(numbers, at=100, answered=110.0, ended=150, recordings=[api_recording(7), api_recording(9)])
    again = {**app_event("call.recording.completed", v3), "createdAt": moment(99)}

    shop.receive(app_event("call.recording.completed", v3), again, api_event("call.recording.completed", v4))

    for call in shop.timeline(numbers, "call"):
        assert sorted(recording["duration_seconds"] for recording in call["recordings"]) == [7, 9]


def test_calls_are_found_by_outcome_and_time(shop: Shop, numbers: Numbers) -> None:
    """`outcome` and `since` narrow the list of calls."""
    year = 365 * 86_400.0
    payloads = [
        app_call(numbers, at=5 * year, ended=5 * year + 60),
        app_call(numbers, at=6 * year, answered=6 * year + 5, ended=6 * year + 60),
        app_call(numbers, at=6 * year + 100, ended=6 * year + 160),
    ]

    shop.receive(*[app_event("call.completed", payload) for payload in payloads])

    missed, answered, newest = (payload["id"] for payload in payloads)

    def found(**query: Any) -> list[str]:  # noqa: ANN401 - whatever a query may hold
        calls = [call["openphone_id"] for call in shop.everything("calls", limit=200, **query)]
        return [call for call in calls if call in (missed, answered, newest)]

    assert found(since=moment(5.5 * year)) == [newest, answered]
    assert found(since=moment(5.5 * year), outcome="missed") == [newest]
    assert found(since=moment(4.5 * year), outcome="missed") == [newest, missed]
    assert missed not in found(outcome="answered")
    assert found(outcome="no_answer") == []
