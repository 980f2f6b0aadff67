"""What may be asked of a retry: anything else is refused, and nothing is retried."""

from __future__ import annotations

import pytest

from openphone_crm.testing import builders as make
from tests.integration.falcon_http.test_retries import EVENTS, JOBS, RETRY, dead, post, statuses
from tests.integration.falcon_http.world import World


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"state": "failed"}, "state: is not one of status, type, since, dry_run"),
        ({"status": "lost"}, "status: must be one of pending, processing, processed, failed, ignored"),
        ({"status": None}, "status: must be one of"),
        ({"status": ["failed"]}, "status: must be one of"),
        ({"type": 7}, "type: must be a text of 1 to 50 characters"),
        ({"type": ""}, "type: must be a text of 1 to 50 characters"),
        ({"type": "x" * 51}, "type: must be a text of 1 to 50 characters"),
        ({"since": "yesterday"}, "since: must be a time in ISO 8601"),
        ({"since": 1_700_000_000}, "since: must be a time in ISO 8601"),
        ({"dry_run": "yes"}, "dry_run: must be true or false"),
        ({"dry_run": 1}, "dry_run: must be true or false"),
        ([], "body: must be a JSON object"),
        ("failed", "body: must be a JSON object"),
    ],
)
def test_a_wrong_order_is_refused(world: World, body: object, words: str) -> None:
    """The answer names the field and what is wrong with it, and nothing is retried."""
    dead(world, "a")

    answer = post(world, RETRY, body)

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(words)
    assert statuses(world) == ["failed"]


@pytest.mark.parametrize("path", [RETRY, f"{EVENTS}/{make.event_id('a')}/retry"])
@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"", None, 202),
        (b"", "text/plain", 202),
        (b"{}", "application/json; charset=utf-8", 202),
        (b"{}", None, 415),
        (b"status=failed", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b'{"odd": 1}', "application/json", 400),
        (b"null", "application/json", 400),
    ],
)
def test_a_body_is_json_or_empty(
    world: World, path: str, content: bytes, media_type: str | None, status: int
) -> None:
    """Anything else is refused before it is acted on."""
    dead(world, "a")
    headers = {"Content-Type": media_type} if media_type else {}

    answer = world.ask("POST", path, content=content, headers=headers)

    assert answer.status_code == status


def test_a_query_is_refused(world: World) -> None:
    """A filter that stands in the address would otherwise be overlooked, and everything retried."""
    dead(world, "a")

    answers = [
        post(world, f"{RETRY}?type=call.missed"),
        post(world, f"{EVENTS}/{make.event_id('a')}/retry?dry_run=true"),
        world.ask("DELETE", f"{JOBS}/x?force=true"),
    ]

    assert [answer.status_code for answer in answers] == [400] * 3
    assert statuses(world) == ["failed"]
