"""What the simulated shop tells can be asked for, whether or not it was delivered."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import orjson
import pytest

from openphone_crm.testing import FakeOpenPhone, SignedDelivery, events
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Workspace
from openphone_crm.testing.payloads import resource_of
from tests.unit.testing.openphone_api.asking import NOW, Client

KEYS = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg= whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(scope="module")
def told() -> tuple[Client, list[SignedDelivery]]:
    """Lend a shop in which a long story has been told, and all its deliveries."""
    workspace = Workspace()
    story = list(FakeOpenPhone(KEYS, start=NOW, workspace=workspace).story(300, lambda: NOW))
    return Client(FakeOpenPhoneApi(workspace=workspace)), story


def all_of(client: Client, path: str) -> list[dict[str, Any]]:
    """Get all pages of a list."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"{path}?limit=50{cursor and f'&after={cursor}'}")
        found += page["data"]
        cursor = page["nextCursor"]
    return found


@pytest.mark.parametrize(("path", "kinds"), [
    ("/messages", {"message"}),
    ("/calls", {"call", "voicemail", "recording", "transcript", "summary"}),
])  # fmt: skip
def test_all_that_is_told_is_known(
    told: tuple[Client, list[SignedDelivery]], path: str, kinds: set[str]
) -> None:
    """Every message and every call that any delivery is about is listed once, and nothing else."""
    client, story = told

    ids = [each["id"] for each in all_of(client, path)]

    payloads = [orjson.loads(each.body) for each in story if each.about[0] in kinds]
    resources = [resource_of(payload) for payload in payloads]
    expected = {resource.get("callId") or resource.get("id") for resource in resources}
    assert (len(ids), set(ids)) == (len(set(ids)), expected)


def test_the_same_story_is_told_with_and_without(told: tuple[Client, list[SignedDelivery]]) -> None:
    """A workspace that listens changes nothing of what is told but how URLs are shown."""
    _, story = told

    alone = list(FakeOpenPhone(KEYS, start=NOW).story(300, lambda: NOW))

    assert [each.type for each in alone] == [each.type for each in story]
    unsigned = [each for each in alone if b"opstatics" not in each.body]
    assert {each.body for each in unsigned} < {each.body for each in story}


def test_a_repeated_delivery_is_the_same(told: tuple[Client, list[SignedDelivery]]) -> None:
    """Of one `webhook-id` there is one body, signatures of media included."""
    _, story = told

    bodies = {(each.delivery_id, each.body) for each in story}

    assert len(bodies) == len({each.delivery_id for each in story}) < len(story)


def test_voicemails_that_no_webhook_holds(told: tuple[Client, list[SignedDelivery]]) -> None:
    """A call that v4 told of as unanswered has its voicemail here, with words and audio."""
    client, _ = told
    voicemails = [
        each["voicemail"]
        for each in client.get("/calls?limit=50&include=voicemail")["data"]
        if "voicemail" in each
    ]

    sounds = [client.fake.media(each["recordingUrl"]) for each in voicemails]

    assert len(voicemails) > 3
    assert [len(sound) // 4000 for sound in sounds] == pytest.approx(
        [each["duration"] for each in voicemails], abs=1
    )
    assert {bool(each["transcript"]) for each in voicemails} == {True}


def test_all_orders_add_up_to_the_same_call() -> None:
    """Whatever comes first, the call is the same in the end."""
    call = events.answered()
    happenings = [
        events.call_ringing(call),
        events.call_completed(call),
        events.call_recording_completed(call),
        events.call_summary_completed(call),
    ]
    known = []
    for order in permutations(happenings):
        client = Client()
        for happening in order:
            client.workspace.learn(happening)
        known.append(client.get(f"/calls/{call.id}?include=summary")["data"])

    assert [each for each in known if each != known[0]] == []
    assert known[0]["summary"]["status"] == "completed"


def test_contacts_and_tasks_are_passed_over(client: Client) -> None:
    """Nobody asks here about contacts and tasks."""
    client.workspace.learn(events.contact_updated())
    client.workspace.learn(events.task_assigned())

    assert (client.workspace.messages, client.workspace.calls) == ({}, {})
