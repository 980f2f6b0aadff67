"""Writing to people and calling them, by HTTP."""

from __future__ import annotations

from typing import Any

import attrs
import httpx2
import pytest

from openphone_crm.testing import events
from tests.integration.falcon_http.world import World, make_world

KEY = {"Idempotency-Key": "k1"}
WORDS = {"text": "We can be there at nine."}


@pytest.fixture
def world() -> World:
    """Lend a world in which one customer has written."""
    world = make_world()
    world.happens(events.message_received("When can you come?", created_at=world.clock.now()))
    return world


def conversation_of(world: World) -> dict[str, Any]:
    """Give the one conversation."""
    (conversation,) = world.get("conversations").json()
    return dict(conversation)


def write(world: World, body: Any = WORDS, **options: Any) -> httpx2.Response:  # noqa: ANN401 - any body
    """Write a text."""
    path = f"/api/v1/conversations/{conversation_of(world)['id']}/messages"
    return world.ask("POST", path, json=body, **{"headers": KEY, **options})


def test_a_text_is_taken_and_shown(world: World) -> None:
    """The answer is the message as the timeline has it."""
    answer = write(world)

    timeline = world.get(f"conversations/{conversation_of(world)['id']}/timeline").json()
    assert answer.status_code == 202
    assert answer.json() == timeline[-1]
    assert answer.json() == {
        "id": answer.json()["id"],
        "kind": "message",
        "occurred_at": answer.json()["occurred_at"],
        "openphone_id": None,
        "direction": "outgoing",
        "text": WORDS["text"],
        "media": [],
        "status": "queued",
        "from_number": "+12065550100",
        "to_numbers": ["+14255550123"],
    }


def test_the_same_request_writes_once(world: World) -> None:
    """And gets the same answer; another text under the key is refused."""
    first, second = write(world), write(world)

    other = write(world, {"text": "Something else"})

    assert first.content == second.content
    assert other.status_code == 409
    assert len(world.get(f"conversations/{conversation_of(world)['id']}/timeline").json()) == 2


def test_a_text_needs_a_key(world: World) -> None:
    """Without it a request that is sent again would send the text again."""
    answer = write(world, headers={})

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": " "}, {"text": 7}, {"text": "x" * 1601}, {"text": "a", "to": "b"}, []]
)
def test_what_cannot_be_sent_is_refused(world: World, body: object) -> None:
    """With what is wrong with it."""
    answer = write(world, body)

    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_text_into_nowhere_is_not_found(world: World) -> None:
    """As everything of an unknown conversation."""
    answer = world.ask("POST", "/api/v1/conversations/no-such-one/messages", json=WORDS, headers=KEY)

    assert answer.status_code == 404


def test_a_viewer_does_not_write_nor_call(world: World) -> None:
    """Whether or not there is such a thing."""
    for path in ("conversations/x/messages", "contacts/x/call"):
        answer = world.ask("POST", f"/api/v1/{path}", json=WORDS, headers=KEY, role="viewer")

        assert answer.status_code == 403


def test_without_a_key_of_openphones_nothing_is_taken(world: World) -> None:
    """The answer names the setting."""
    desk = attrs.evolve(world.parts.text_desk, can_send=False)
    mute = attrs.evolve(world, app=make_world(text_desk=desk).app)
    token = {"Authorization": "Bearer operator-secret", **KEY}

    answer = mute.send(
        "POST", f"/api/v1/conversations/{conversation_of(world)['id']}/messages", json=WORDS, headers=token
    )

    assert answer.status_code == 409
    assert "OPENPHONE_API_KEY" in answer.json()["detail"]


def test_links_that_call(world: World) -> None:
    """All four parts, and what they are for."""
    contact_id = conversation_of(world)["contact"]["id"]

    answer = world.ask("POST", f"/api/v1/contacts/{contact_id}/call")

    assert answer.status_code == 200
    assert answer.json() == {
        "href": "tel:+14255550123",
        "mobile_href": "openphone://dial?number=%2B14255550123&from=%2B12065550100&action=call",
        "open_url": conversation_of(world)["deep_link"],
        "message": answer.json()["message"],
    }
    assert "cannot start a call" in answer.json()["message"]


def test_why_somebody_is_not_called(world: World) -> None:
    """404 for nobody, 422 for no number, 409 for who asked for it."""
    mute = world.ask("POST", "/api/v1/contacts", json={"name": "Ann"}).json()
    opted = conversation_of(world)["contact"]["id"]
    world.happens(events.message_received("STOP", created_at=world.clock.now()))

    answers = [world.ask("POST", f"/api/v1/contacts/{one}/call") for one in ("nobody", mute["id"], opted)]

    assert [answer.status_code for answer in answers] == [404, 422, 409]
    assert all(answer.json()["detail"] for answer in answers)
