"""The application works with and without the events of an ASGI server's life."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from adapters.falcon_http import Web
from openphone_crm.priority import Priority
from openphone_crm.testing import events
from tests.integration.falcon_http.world import make_world


async def live(app: Web, *kinds: str) -> list[str]:
    """Send the application events of a server's life, and give the answers."""
    incoming = [{"type": f"lifespan.{kind}"} for kind in kinds]
    answers: list[str] = []

    async def receive() -> Mapping[str, Any]:
        return incoming.pop(0)

    async def send(event: Mapping[str, Any]) -> None:
        answers.append(event["type"])

    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.4"}}
    await app(scope, receive, send)
    return answers


def test_a_server_that_stops_leaves_nothing_behind() -> None:
    """What was acknowledged is rung for before the end, and a late delivery is refused."""
    rung: list[Priority] = []
    world = make_world(ring=rung.extend)
    world.deliver(events.message_received())

    answers = asyncio.run(live(world.app, "startup", "shutdown"))

    assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert rung == [Priority.CRITICAL]
    assert world.deliver(events.message_received()).status_code == 503
