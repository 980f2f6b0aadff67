"""Calls and their parts as the 2026-03-30 API tells of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Call, Voicemail
from tests.unit.testing.openphone_api.asking import CUSTOMER, MONITOR_LINE, PARTNER, Client, encoded

MINUTE = timedelta(minutes=1)
TALKED = events.answered(talks=42)
MISSED = events.unanswered(created_at=NOON + MINUTE, external=PARTNER, voicemail=Voicemail(duration=11))
CALLED = events.answered(created_at=NOON + 2 * MINUTE, direction="outgoing", by="SYx2Sona7Q")


@pytest.fixture
def busy(client: Client) -> Client:
    """Lend a shop with three calls, a minute apart, of which one has all its parts."""
    for happening in (
        events.call_summary_completed(TALKED),
        events.call_transcript_completed(TALKED),
        events.call_completed(TALKED),
        events.call_recording_completed(TALKED),
        events.call_completed(MISSED),
        events.call_completed(CALLED),
    ):
        client.workspace.learn(happening)
    return client


def test_the_shape_of_a_call(busy: Client) -> None:
    """Several events in any order add up to one call with the documented fields."""
    assert busy.get(f"/calls/{TALKED.id}")["data"] == {
        "id": TALKED.id,
        "phoneNumberId": SHOP_LINE.id,
        "actorId": SHOP_LINE.user_id,
        "direction": "incoming",
        "status": "completed",
        "participants": [
            {"phoneNumber": CUSTOMER, "actorId": None},
            {"phoneNumber": SHOP_LINE.number, "actorId": SHOP_LINE.user_id},
        ],
        "answeredAt": "2026-04-13T19:00:06.000Z",
        "answeredBy": SHOP_LINE.user_id,
        "initiatedBy": None,
        "completedAt": "2026-04-13T19:00:48.000Z",
        "createdAt": "2026-04-13T19:00:00.420Z",
        "updatedAt": "2026-04-13T19:00:57.137Z",
        "callRoute": "phone-number",
        "duration": 42,
        "forwardedFrom": None,
        "forwardedTo": None,
        "aiHandled": None,
    }


@pytest.mark.parametrize(
    ("filters", "calls"),
    [
        ("", [CALLED, MISSED, TALKED]),
        ("createdAt[gte]=2026-04-13T19:01:00.420Z", [CALLED, MISSED]),
        ("createdAt[lte]=2026-04-13T19:01:00.420Z", [MISSED, TALKED]),
        ("status[in]=missed,no-answer", [MISSED]),
        ("status=completed&direction=incoming", [TALKED]),
        (f"participant={PARTNER}", [MISSED]),
        (f"participant[in]={CUSTOMER},{PARTNER}", [CALLED, MISSED, TALKED]),
        ("actorId=SYx2Sona7Q", [CALLED]),
        (f"phoneNumberId={MONITOR_LINE.id}", []),
    ],
)
def test_filters(busy: Client, filters: str, calls: list[Call]) -> None:
    """All filters must hold; the bounds include their own moment."""
    found = busy.get(f"/calls?{encoded(filters)}")["data"]

    assert [each["id"] for each in found] == [call.id for call in calls]


@pytest.mark.parametrize(
    "query",
    [
        "createdAt[gt]=2026-04-13T19:00:00Z",
        "include=recordings",
        "include=summary,summary",
        "status[in]=read",
        "limit=51",
        "maxResults=5",
    ],
)
def test_what_is_asked_wrongly(busy: Client, query: str) -> None:
    """An operator or a part that there is not is refused."""
    assert busy.status(f"/calls?{encoded(query)}") == 400


def test_parts_are_included_on_demand(busy: Client) -> None:
    """A summary comes with every call that is asked for it, a voicemail only where there is one."""
    _, missed, talked = busy.get("/calls?include=summary,voicemail")["data"]

    assert talked["summary"] == {
        "status": "completed",
        "type": "human",
        "summary": ["The caller asked about a crack in a slab."],
        "nextSteps": ["Call back with a date for an inspection."],
        "jobs": None,
        "title": None,
    }
    assert "voicemail" not in talked
    assert (missed["summary"]["status"], missed["summary"]["type"]) == ("absent", None)
    assert missed["voicemail"].keys() == {"id", "status", "duration", "recordingUrl", "transcript"}
    assert (missed["voicemail"]["status"], missed["voicemail"]["duration"]) == ("completed", 11)


def test_parts_that_are_late(busy: Client) -> None:
    """Until they are ready, they are in progress, and the voicemail's length is known already."""
    for call in (TALKED, MISSED):
        busy.workspace.delay(call.id, until=busy.now + MINUTE)

    _, missed, talked = busy.get("/calls?include=summary,voicemail")["data"]

    assert (talked["summary"]["status"], talked["summary"]["summary"]) == ("in-progress", None)
    nothing = {"recordingUrl": None, "transcript": None}
    assert missed["voicemail"] == {
        "id": Voicemail().id,
        "status": "in-progress",
        "duration": 11,
        **nothing,
    }
    assert busy.get(f"/calls/{TALKED.id}/transcripts")["data"] == []


def test_recordings_and_transcripts(busy: Client) -> None:
    """A transcript belongs to a recording, and names speakers by actor."""
    [recording] = busy.get(f"/calls/{TALKED.id}/recordings")["data"]
    [transcript] = busy.get(f"/calls/{TALKED.id}/transcripts")["data"]

    assert recording.keys() == {"id", "status", "startTime", "duration", "url", "type"}
    assert (transcript["recordingId"], transcript["status"]) == (recording["id"], "completed")
    assert transcript["dialogue"][1].keys() == {"content", "start", "end", "identifier", "actorId"}
    assert [line["actorId"] for line in transcript["dialogue"]] == [SHOP_LINE.user_id, None]


def test_a_group_call_shows_everybody(busy: Client) -> None:
    """Who joined later is shown, though a filter does not find the call by them."""
    busy.workspace.join(TALKED.id, "+14255550177")

    shown = busy.get(f"/calls/{TALKED.id}")["data"]["participants"]

    assert [each["phoneNumber"] for each in shown] == [CUSTOMER, SHOP_LINE.number, "+14255550177"]
    assert busy.get("/calls?participant=%2B14255550177")["data"] == []


def test_a_call_that_there_is_not(client: Client) -> None:
    """An unknown call is 404 everywhere, what is no call's id is 400."""
    paths = ["/calls/*", "/calls/*/recordings", "/calls/*/transcripts"]

    assert {client.status(path.replace("*", "ACx1")) for path in paths} == {404}
    assert {client.status(path.replace("*", "x")) for path in paths} == {400}


def test_numbers_and_people_that_there_are_not(client: Client) -> None:
    """What is unknown is 404, and a part that there is not is refused."""
    paths = [
        "/phone-numbers/PNx1",
        "/phone-numbers/PNx1/users",
        "/users/USx1",
        "/phone-numbers?include=users",
    ]

    assert [client.status(path) for path in paths] == [404, 404, 404, 400]


def test_numbers_and_people(client: Client) -> None:
    """A number has another field for itself here, and restrictions only on demand."""
    [found] = client.get(f"/phone-numbers?phoneNumber={encoded(SHOP_LINE.number)}")["data"]

    assert (found["id"], found["phoneNumber"]) == (SHOP_LINE.id, SHOP_LINE.number)
    assert found.keys().isdisjoint({"number", "users", "restrictions"})
    assert "restrictions" in client.get(f"/phone-numbers/{SHOP_LINE.id}?include=restrictions")["data"]
    [user] = client.get(f"/phone-numbers/{SHOP_LINE.id}/users")["data"]
    assert [each["id"] for each in client.get("/users")["data"]] == [user["id"]]
    assert client.get(f"/users/{user['id']}")["data"]["role"] == "owner"
