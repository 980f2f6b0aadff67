"""Requests that carry an `Idempotency-Key`."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import httpx2
import pytest
from falcon.asgi import Response
from falcon.testing import create_asgi_req

from adapters.falcon_http.repeats import Repeats
from adapters.falcon_http.threads import Threads
from openphone_crm.access import Role
from tests.integration.falcon_http.world import World, token_of

KEY = {"Idempotency-Key": "once"}


def _create(world: World, name: str, headers: dict[str, str] | None = None) -> httpx2.Response:
    return world.ask("POST", "/api/v1/contacts", json={"name": name}, headers=headers)


def test_a_repeated_request_gets_the_same_answer(world: World) -> None:
    """Status, place, tag and body are those of the first, and one contact was made."""
    first = _create(world, "Ann", KEY)
    second = _create(world, "Ann", KEY)

    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["ETag"] == first.headers["ETag"]
    assert len(world.get("contacts").json()) == 1


def test_another_body_under_the_same_key_is_a_conflict(world: World) -> None:
    """The key belongs to the first request."""
    _create(world, "Ann", KEY)

    answer = _create(world, "Ben", KEY)

    assert answer.status_code == 409
    assert "Idempotency-Key" in answer.json()["detail"]


def test_without_a_key_every_request_acts(world: World) -> None:
    """Two requests make two contacts."""
    _create(world, "Ann")
    _create(world, "Ann")

    assert len(world.get("contacts").json()) == 2


def test_keys_of_another_token_are_others(world: World) -> None:
    """What an operator used is free for an admin."""
    _create(world, "Ann", KEY)

    answer = world.ask("POST", "/api/v1/contacts", role="admin", json={"name": "Ben"}, headers=KEY)

    assert answer.status_code == 201


def test_a_refused_request_may_be_mended(world: World) -> None:
    """What failed did nothing, and its key is free."""
    refused = world.ask("POST", "/api/v1/contacts", json={"email": "nonsense"}, headers=KEY)

    answer = _create(world, "Ann", KEY)

    assert (refused.status_code, answer.status_code) == (400, 201)


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\tkey"])
def test_a_key_must_be_plain_text(world: World, key: str) -> None:
    """An empty, overlong or odd key is bad input."""
    answer = _create(world, "Ann", {"Idempotency-Key": key})

    assert answer.status_code == 400


def test_whoever_hangs_up_has_acted_all_the_same(world: World) -> None:
    """A request that is cancelled goes on behind the scenes, so that its repetition acts not again."""
    repeats = Repeats(world.crm.replies, Threads(1), world.clock)
    request = create_asgi_req(method="POST", path="/api/v1/contacts", headers=KEY)
    request.context.token = token_of(Role.OPERATOR, world.clock)
    acted: list[str] = []

    async def hang_up_and_repeat() -> Response:
        is_acting, may_end = asyncio.Event(), asyncio.Event()
        first, second = Response(), Response()

        async def act() -> None:
            is_acting.set()
            await may_end.wait()
            acted.append("first")
            first.status = 201

        asking = asyncio.create_task(repeats.once(request, first, body=b"{}", act=act))
        await is_acting.wait()
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        may_end.set()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        await repeats.once(request, second, body=b"{}", act=act)
        return second

    answer = asyncio.run(hang_up_and_repeat())

    assert (acted, answer.status_code) == (["first"], 201)
