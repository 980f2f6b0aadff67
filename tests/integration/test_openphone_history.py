"""The history of a workspace over HTTP, and OpenPhone's own log of what it delivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import orjson
import pytest

from adapters.fake_openphone import OpenPhoneServer
from adapters.system_clock import SystemClock
from openphone_crm.remote import FetchedKind, FetchedPage, Surface
from openphone_crm.testing.contracts.openphone_exchange import MORNING
from openphone_crm.testing.events import message_received
from openphone_crm.testing.identifiers import activity_id
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from tests.integration.openphone_client import client


@pytest.fixture
def fake() -> FakeOpenPhoneApi:
    """Lend a fake to which nothing has happened."""
    return FakeOpenPhoneApi()


@pytest.fixture
def server(fake: FakeOpenPhoneApi) -> Iterator[OpenPhoneServer]:
    """Serve it."""
    with OpenPhoneServer(fake) as server:
        yield server


def one_page(server: OpenPhoneServer, cursor: str | None = None) -> FetchedPage:
    """Go on with a history as a process does that has just begun."""
    with client(server.url) as openphone:
        return openphone.page(FetchedKind.MESSAGE, MORNING, cursor)


@pytest.mark.parametrize("has_dated_surface", [True, False])
def test_a_history_is_gone_on_with_by_another_process(
    fake: FakeOpenPhoneApi,
    server: OpenPhoneServer,
    has_dated_surface: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Its cursor is all that the other one needs."""
    fake.has_dated_surface = has_dated_surface
    fake.requests_a_second = None
    ids = {activity_id("history", number) for number in range(130)}
    for number, id_ in enumerate(ids):
        fake.workspace.learn(message_received(id=id_, sender=f"+1206555012{number % 4}"))

    pages = [one_page(server)]
    while cursor := pages[-1].next_cursor:
        pages.append(one_page(server, cursor))

    assert len(pages) > 2
    assert {item.openphone_id for page in pages for item in page.items} == ids


def test_what_moves_while_a_history_is_walked_is_not_skipped(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer
) -> None:
    """A conversation that jumps to the front of the list behind the walker's back is gone through too."""
    fake.has_dated_surface = False
    senders = [f"+120655501{number}" for number in range(10, 70)]
    for number, sender in enumerate(senders):
        at = MORNING.since + timedelta(seconds=number)
        fake.workspace.learn(message_received(id=f"ACx{number}", sender=sender, created_at=at))
    found: set[str] = set()
    with client(server.url) as openphone:
        page = openphone.page(FetchedKind.MESSAGE, MORNING)
        # The first would have been listed last.
        fake.workspace.learn(
            message_received("Me again", id="ACxlate", sender=senders[0], created_at=SystemClock().now())
        )
        while page.next_cursor:
            page = openphone.page(FetchedKind.MESSAGE, MORNING, page.next_cursor)
            found |= {item.openphone_id for item in page.items}

    assert found == {f"ACx{number}" for number in range(60)}


def test_the_log_tells_what_was_delivered(fake: FakeOpenPhoneApi, server: OpenPhoneServer) -> None:
    """Delivered or not, it holds what was to be delivered."""
    begun = SystemClock().now()
    with client(server.url) as openphone:
        url, events = "https://crm.example/webhooks/openphone", ["message.received"]
        webhook = openphone.create(Surface.DATED, url=url, events=events, label="crm")
        for id_ in ("ACx1", "ACx2"):
            fake.tell(message_received(id=id_), SystemClock().now())
        first, second = fake.deliveries(SystemClock().now())
        fake.answered(first, 500, SystemClock().now())
        fake.answered(second, 200, SystemClock().now())

        logged = openphone.deliveries(webhook, since=begun).items
        payload = openphone.payload(webhook, first.delivery.delivery_id)

    assert {each.resource_id: each.is_delivered for each in logged} == {"ACx1": False, "ACx2": True}
    assert {each.id for each in logged} == {first.delivery.delivery_id, second.delivery.delivery_id}
    assert payload == orjson.loads(first.delivery.body)


def test_all_pages_of_the_log_are_shown(fake: FakeOpenPhoneApi, server: OpenPhoneServer) -> None:
    """The cursor leads to what is older, and what came before the moment asked for is left out."""
    with client(server.url) as openphone:
        url, events = "https://crm.example/webhooks/openphone", ["message.received"]
        webhook = openphone.create(Surface.DATED, url=url, events=events, label="crm")
        since = SystemClock().now()
        for number in range(70):
            happening = message_received(id=f"ACx{number}")
            fake.tell(happening, since + timedelta(milliseconds=number * 50 - 500))
        pages = [openphone.deliveries(webhook, since=since)]
        while cursor := pages[-1].next_cursor:
            pages.append(openphone.deliveries(webhook, since=since, cursor=cursor))

    assert len(pages) == 2
    assert {each.resource_id for page in pages for each in page.items} == {f"ACx{n}" for n in range(11, 70)}
