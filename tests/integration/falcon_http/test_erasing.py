"""An admin erases a person, and polls see it."""

from __future__ import annotations

import pytest

from openphone_crm.testing import events
from tests.integration.falcon_http.world import World

ANN = "+14255550123"


def contact_id_of(world: World) -> str:
    """Have Ann write, and give the id of her contact."""
    world.happens(events.message_received("marmalade", sender=ANN))
    (contact,) = world.get("contacts").json()
    found: str = contact["id"]
    return found


def test_an_admin_erases_a_person(world: World) -> None:
    """204 without a body; contact, history and conversation are not there any more."""
    contact_id = contact_id_of(world)
    (conversation,) = world.get("conversations").json()

    answer = world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    assert (answer.status_code, answer.content) == (204, b"")
    gone = [f"contacts/{contact_id}", f"contacts/{contact_id}/history", f"conversations/{conversation['id']}"]
    assert [world.get(path).status_code for path in gone] == [404, 404, 404]
    assert world.get("contacts").json() == world.get("conversations").json() == []


@pytest.mark.parametrize("path", ["contacts", "conversations", "webhook-events"])
def test_polls_see_it(world: World, path: str) -> None:
    """What a poll has is not the present state any more."""
    contact_id = contact_id_of(world)
    tag = world.get(path).headers["etag"]
    assert world.get(path, headers={"If-None-Match": tag}).status_code == 304

    world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    assert world.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_an_event_shows_nothing_of_an_erased_person(world: World) -> None:
    """That it came, and that it was processed; its payload is null."""
    contact_id = contact_id_of(world)
    (event,) = world.get("webhook-events").json()
    before = world.get(f"webhook-events/{event['id']}").json()

    world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    after = world.get(f"webhook-events/{event['id']}").json()
    assert before["payload"] is not None
    assert after == {**before, "payload": None, "attempts": []}


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_nobody_else_erases(world: World, role: str) -> None:
    """403, whether or not there is such a contact, so that nobody learns whether there is."""
    contact_id = contact_id_of(world)

    answers = [world.ask("DELETE", f"/api/v1/contacts/{each}", role=role) for each in (contact_id, "nobody")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert world.get(f"contacts/{contact_id}").status_code == 200


def test_nobody_is_erased_twice(world: World) -> None:
    """Who is gone, or never was, is 404."""
    contact_id = contact_id_of(world)
    world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    answers = [
        world.ask("DELETE", f"/api/v1/contacts/{each}", role="admin") for each in (contact_id, "nobody")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ANN not in "".join(answer.text for answer in answers)


def test_a_wrong_parameter_erases_nobody(world: World) -> None:
    """400, and everything is there."""
    contact_id = contact_id_of(world)

    answer = world.ask("DELETE", f"/api/v1/contacts/{contact_id}?force=1", role="admin")

    assert answer.status_code == 400
    assert world.get(f"contacts/{contact_id}").status_code == 200


def test_a_contact_with_our_own_number_is_a_conflict(world: World) -> None:
    """With it every conversation of the line would go; the answer says what to do."""
    contact_id_of(world)
    ours = world.get("conversations").json()[0]["our_number"]
    made = world.ask("POST", "/api/v1/contacts", json={"phone_numbers": [ours]}).json()

    answer = world.ask("DELETE", f"/api/v1/contacts/{made['id']}", role="admin")

    assert answer.status_code == 409
    assert "take it off the contact first" in answer.json()["detail"]


def test_who_erased_whom_is_kept(world: World) -> None:
    """The name of the token, and the id."""
    contact_id = contact_id_of(world)

    world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    (entry,) = world.crm.audit.of(contact_id)
    assert (entry.by, entry.action) == ("admin", "erase")


def test_who_has_read_another_version_erases_nobody(world: World) -> None:
    """`If-Match` is heeded where it matters most, and with the present version the person is erased."""
    contact_id = contact_id_of(world)
    path = f"/api/v1/contacts/{contact_id}"
    tag = world.ask("GET", path, role="admin").headers["etag"]

    stale = world.ask("DELETE", path, role="admin", headers={"If-Match": 'W/"stale"'})
    present = world.ask("DELETE", path, role="admin", headers={"If-Match": tag})

    assert (stale.status_code, present.status_code) == (412, 204)


def test_a_body_erases_nobody(world: World) -> None:
    """Whoever asks for something else than to erase is told that there is nothing else."""
    path = f"/api/v1/contacts/{contact_id_of(world)}"

    answer = world.ask("DELETE", path, role="admin", json={"dry_run": True})

    assert answer.status_code == 400
    assert world.ask("GET", path, role="admin").status_code == 200
