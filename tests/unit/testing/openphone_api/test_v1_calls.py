"""Calls and their parts as the v1 API tells of them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import SHOP_LINE, Call, Recording, Voicemail
from tests.unit.testing.openphone_api.asking import CUSTOMER, PARTNER, SECOND, Client, encoded

ANSWERED = events.answered(talks=42)
MISSED = events.unanswered(voicemail=Voicemail(duration=11, transcript="Call me"))
PARTS = ["call-recordings", "call-summaries", "call-transcripts", "call-voicemails"]


def part(client: Client, kind: str, call: Call) -> Any:  # noqa: ANN401 - it is foreign JSON
    """Get what hangs on a call."""
    return client.get(f"/v1/{kind}/{call.id}")["data"]


def test_the_shape_of_a_call(client: Client) -> None:
    """A call has exactly the fields of the specification."""
    client.workspace.learn(events.call_completed(ANSWERED))

    assert client.get(f"/v1/calls/{ANSWERED.id}")["data"] == {
        "id": ANSWERED.id,
        "phoneNumberId": SHOP_LINE.id,
        "userId": SHOP_LINE.user_id,
        "participants": [CUSTOMER, SHOP_LINE.number],
        "direction": "incoming",
        "status": "completed",
        "answeredAt": "2026-04-13T19:00:06.000Z",
        "answeredBy": SHOP_LINE.user_id,
        "initiatedBy": None,
        "completedAt": "2026-04-13T19:00:48.000Z",
        "createdAt": "2026-04-13T19:00:00.420Z",
        "updatedAt": "2026-04-13T19:00:48.137Z",
        "callRoute": "phone-number",
        "duration": 48,
        "forwardedFrom": None,
        "forwardedTo": None,
        "aiHandled": None,
    }


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (events.answered(direction="outgoing"), {
            "participants": [SHOP_LINE.number, CUSTOMER], "status": "completed",
            "answeredBy": None, "initiatedBy": SHOP_LINE.user_id, "callRoute": None,
        }),
        (events.unanswered(), {"status": "no-answer", "answeredAt": None, "duration": 20}),
        (events.unanswered(forwarded_to="+12065550177"), {
            "status": "forwarded", "forwardedFrom": SHOP_LINE.number, "forwardedTo": "+12065550177",
        }),
        (events.answered(by="SYx2Sona7Q"), {"aiHandled": "ai-agent", "answeredBy": "SYx2Sona7Q"}),
    ],
)  # fmt: skip
def test_how_a_call_went(client: Client, call: Call, shown: dict[str, object]) -> None:
    """Direction, outcome and who answered stand where the specification has them."""
    client.workspace.learn(events.call_completed(call))

    found = client.get(f"/v1/calls/{call.id}")["data"]

    assert {name: found[name] for name in shown} == shown


def test_a_call_that_is_going_on(client: Client) -> None:
    """A call rings, then it is in progress."""
    statuses = []
    for happening in (events.call_ringing(ANSWERED), events.call_answered(ANSWERED)):
        client.workspace.learn(happening)
        statuses.append(client.get(f"/v1/calls/{ANSWERED.id}")["data"]["status"])

    assert statuses == ["ringing", "in-progress"]


def test_a_group_call_is_refused(client: Client) -> None:
    """Of a call of three this surface says nothing but that it is too many."""
    client.workspace.learn(events.call_completed(ANSWERED))
    client.workspace.join(ANSWERED.id, PARTNER)

    responses = [client.ask("GET", f"/v1/{kind}/{ANSWERED.id}") for kind in ("calls", *PARTS)]

    codes = {response.document["code"] for response in responses}
    assert codes == {"0101400", "0901400", "0501400", "0601400", "1201400"}
    assert responses[0].document["title"] == "Too Many Participants"


def test_calls_with_one_other(client: Client) -> None:
    """Calls are listed by exactly one participant."""
    client.workspace.learn(events.call_completed(ANSWERED))
    asked = f"/v1/calls?phoneNumberId={SHOP_LINE.id}&maxResults=5&participants="

    assert [each["id"] for each in client.get(asked + encoded(CUSTOMER))["data"]] == [ANSWERED.id]
    assert client.get(asked + encoded(PARTNER))["data"] == []
    assert client.status(asked + encoded(f"{CUSTOMER}&participants={PARTNER}")) == 400


@pytest.mark.parametrize("kind", ["calls", *PARTS])
def test_a_call_that_there_is_not(client: Client, kind: str) -> None:
    """An unknown call is 404, what is no call's id is 400."""
    assert [client.status(f"/v1/{kind}/{id_}") for id_ in ("ACx1", "EVx1")] == [404, 400]


def test_recordings_in_their_order(client: Client) -> None:
    """A call with a pause has two recordings, the older first, in a list."""
    early = Recording(name="early", duration=10)
    late = Recording(name="late", duration=20, started_at=early.started_at + 30 * SECOND)
    call = attrs.evolve(events.answered(), recordings=(late, early))
    client.workspace.learn(events.call_recording_completed(call))

    found = part(client, "call-recordings", call)

    assert [each["id"] for each in found] == ["CRearly", "CRlate"]
    assert found[0].pop("url").startswith(f"{early.url}?sig=")
    assert found[0] == {
        "id": "CRearly",
        "duration": 10,
        "startTime": "2026-04-13T19:00:00.420Z",
        "status": "completed",
        "type": "audio/mpeg",
    }


def test_a_url_is_signed_anew_each_time(client: Client) -> None:
    """Two answers show the same path with different signatures."""
    client.workspace.learn(events.call_recording_completed(ANSWERED))

    one, other = (part(client, "call-recordings", ANSWERED)[0]["url"] for _ in range(2))

    assert one != other
    assert one.partition("?")[0] == other.partition("?")[0]


def test_summary_and_transcript(client: Client) -> None:
    """They have the fields of the specification; an agent that is no person has no user id."""
    call = events.answered(by="SYx2Sona7Q", talks=30)
    for happening in (events.call_summary_completed(call), events.call_transcript_completed(call)):
        client.workspace.learn(happening)

    summary, transcript = (part(client, kind, call) for kind in ("call-summaries", "call-transcripts"))

    assert summary.keys() == {"callId", "status", "summary", "nextSteps", "jobs"}
    assert (summary["status"], len(summary["summary"])) == ("completed", 1)
    assert transcript.keys() == {"callId", "createdAt", "dialogue", "duration", "status"}
    assert [line["userId"] for line in transcript["dialogue"]] == [None, None]
    assert [line["identifier"] for line in transcript["dialogue"]] == [SHOP_LINE.number, CUSTOMER]


def test_parts_that_there_are_not(client: Client) -> None:
    """A call without parts has no recordings, an absent summary and transcript, and no voicemail."""
    client.workspace.learn(events.call_completed(ANSWERED))

    recordings, summary, transcript = (part(client, kind, ANSWERED) for kind in PARTS[:3])

    assert recordings == []
    assert (summary["status"], summary["summary"]) == ("absent", None)
    assert (transcript["status"], transcript["dialogue"]) == ("absent", None)
    response = client.ask("GET", f"/v1/call-voicemails/{ANSWERED.id}")
    assert (response.status, response.document["code"]) == (404, "1200404")


def test_a_voicemail_is_worked_on_first(client: Client) -> None:
    """A voicemail has no words and no URL until four seconds after the call."""
    client.workspace.learn(events.call_completed(MISSED))
    assert MISSED.completed_at is not None

    client.now = MISSED.completed_at
    early = part(client, "call-voicemails", MISSED)
    client.now = MISSED.completed_at + 4 * SECOND
    late = part(client, "call-voicemails", MISSED)

    nothing = {"duration": None, "transcript": None, "recordingUrl": None}
    assert early == {"id": Voicemail().id, "status": "in-progress", **nothing}
    assert (late["status"], late["duration"], late["transcript"]) == ("completed", 11, "Call me")
    assert late["recordingUrl"].startswith(f"{Voicemail().url}?sig=")


def test_parts_that_are_late(client: Client) -> None:
    """Until the moment that a test says, nothing of a call is ready."""
    for happening in (events.call_recording_completed(ANSWERED), events.call_summary_completed(ANSWERED)):
        client.workspace.learn(happening)
    client.workspace.delay(ANSWERED.id, until=client.now + 10 * SECOND)

    recordings, summary = (part(client, kind, ANSWERED) for kind in PARTS[:2])

    assert [(each["status"], each["url"], each["type"]) for each in recordings] == [
        ("processing", None, None)
    ]
    assert (summary["status"], summary["summary"]) == ("in-progress", None)
    client.now += 10 * SECOND
    assert part(client, "call-recordings", ANSWERED)[0]["url"] is not None
