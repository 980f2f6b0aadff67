"""Numbers, people and conversations as the v1 API tells of them."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON, SHOP_LINE
from tests.unit.testing.openphone_api.asking import (
    CUSTOMER,
    MONITOR_LINE,
    PARTNER,
    Client,
    encoded,
)

HOUR = timedelta(hours=1)


def test_our_numbers(client: Client) -> None:
    """All numbers come at once, each with its users and restrictions."""
    answer = client.get("/v1/phone-numbers")

    assert answer.keys() == {"data"}
    assert [(each["id"], each["number"]) for each in answer["data"]] == [
        (line.id, line.number) for line in (SHOP_LINE, MONITOR_LINE)
    ]
    assert answer["data"][0]["users"][0].keys() == {
        "id", "email", "firstName", "lastName", "role", "groupId",
    }  # fmt: skip
    assert answer["data"][0]["restrictions"]["messaging"]["US"] == "unrestricted"


def test_one_number(client: Client) -> None:
    """A number is found by its id only."""
    assert client.get(f"/v1/phone-numbers/{SHOP_LINE.id}")["data"]["number"] == SHOP_LINE.number
    assert [client.status(f"/v1/phone-numbers/{id_}") for id_ in ("PNx1", "12065550100")] == [404, 400]


def test_our_people(client: Client) -> None:
    """Those who work on a line are the users; a system actor is none, and not even a good id."""
    user = SHOP_LINE.user_id

    [listed] = client.get("/v1/users?maxResults=50")["data"]

    assert listed == client.get(f"/v1/users/{user}")["data"]
    assert (listed["id"], listed["role"]) == (user, "owner")
    assert [client.status(f"/v1/users/{id_}") for id_ in ("SYx2Sona7Q", "USx1")] == [400, 404]


def test_conversations(client: Client) -> None:
    """A conversation is shown with who takes part and what happened last, the one begun last first."""
    for happening in (
        events.message_received("old", created_at=NOON),
        events.call_completed(events.answered(created_at=NOON + 2 * HOUR)),
        events.message_received("new", sender=PARTNER, created_at=NOON + HOUR),
    ):
        client.workspace.learn(happening)

    new, old = client.get("/v1/conversations?maxResults=100")["data"]

    assert (new["participants"], old["participants"]) == ([PARTNER], [CUSTOMER])
    assert old["lastActivityAt"] == "2026-04-13T21:00:00.420Z"
    assert old["lastActivityId"] == events.answered(created_at=NOON + 2 * HOUR).id
    assert old.keys() == {
        "assignedTo", "createdAt", "deletedAt", "id", "lastActivityAt", "lastActivityId",
        "mutedUntil", "name", "participants", "phoneNumberId", "snoozedUntil", "updatedAt",
    }  # fmt: skip


def test_conversations_in_pages(client: Client) -> None:
    """The token of a page leads to the next."""
    for number in range(5):
        sender = f"+1425555016{number}"
        client.workspace.learn(events.message_received(sender=sender, created_at=NOON + number * HOUR))

    found: list[str] = []
    token: str | None = ""
    while token is not None:
        page = client.get(f"/v1/conversations?maxResults=2{token and f'&pageToken={token}'}")
        found += [each["participants"][0][-1] for each in page["data"]]
        token = page["nextPageToken"]

    assert found == list("43210")


def test_conversations_of_a_line_and_a_time(client: Client) -> None:
    """They can be narrowed down by line and by their first and last activity."""
    client.workspace.learn(events.message_received("a", created_at=NOON))
    client.workspace.learn(
        events.message_received("b", recipients=(MONITOR_LINE.number,), line=MONITOR_LINE, created_at=NOON)
    )
    asked = {
        f"phoneNumbers={MONITOR_LINE.id}": 1,
        f"phoneNumbers={SHOP_LINE.number}&phoneNumbers={MONITOR_LINE.id}": 2,
        "updatedAfter=2026-04-13T18:00:00Z": 2,
        "updatedAfter=2026-04-13T20:00:00Z": 0,
        "createdBefore=2026-04-13T18:00:00Z": 0,
    }

    found = {
        query: len(client.get(f"/v1/conversations?maxResults=9&{encoded(query)}")["data"]) for query in asked
    }

    assert found == asked
