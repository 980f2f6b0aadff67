"""A poll that finds nothing new costs no query, and one that follows a change never misses it."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from openphone_crm.errors import UnavailableError
from openphone_crm.paging import Page, PageRequest
from openphone_crm.testing import events
from openphone_crm.views import ConversationFilter, ConversationView
from tests.integration.falcon_http.world import World, make_world


@attrs.define
class CountedQueries:
    """Conversations whose lists are counted."""

    find_page: Callable[[ConversationFilter, PageRequest], Page[ConversationView]]
    queries: int = 0

    def find(self, wanted: ConversationFilter, page: PageRequest) -> Page[ConversationView]:
        """Count the query, then answer it."""
        self.queries += 1
        return self.find_page(wanted, page)


@attrs.define
class Counter:
    """A change counter that is set by hand."""

    value: int = 1
    reads: int = 0
    is_away: bool = False

    def current(self, _: str) -> int:
        """Count the read, then answer."""
        self.reads += 1
        if self.is_away:
            raise UnavailableError("database", "gone")
        return self.value


def test_an_unchanged_list_is_not_queried(world: World) -> None:
    """With its tag a list is 304 without a body, and the list query does not run."""
    counted = CountedQueries(world.crm.conversations.find)
    world = make_world(conversations=counted)
    tag = world.get("conversations").headers["etag"]

    answer = world.get("conversations", headers={"If-None-Match": f'"other", {tag}'})

    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert counted.queries == 1
    assert tag.startswith('W/"')


def test_every_answer_to_a_poll_says_how_to_go_on(world: World) -> None:
    """A list and its 304 may be kept in private, must be asked for again, and that in five seconds."""
    full = world.get("contacts")
    empty = world.get("contacts", headers={"If-None-Match": full.headers["etag"]})

    for answer in (full, empty):
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["x-poll-interval"] == "5"
        assert "Authorization" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("path", "role"),
    [("conversations?limit=2", "operator"), ("contacts", "operator"), ("conversations", "viewer")],
)
def test_a_tag_is_for_one_question_of_one_role(world: World, path: str, role: str) -> None:
    """The tag of a list is not that of another query, path or role."""
    tag = world.get("conversations").headers["etag"]

    answer = world.get(path, role=role, headers={"If-None-Match": tag})

    assert answer.status_code == 200


def test_the_number_is_remembered_for_a_moment() -> None:
    """Many polls at once read the change number once."""
    changes = Counter()
    world = make_world(changes=changes)

    for _ in range(3):
        world.get("calls")

    assert changes.reads == 1


def test_a_write_is_seen_by_the_next_read(world: World) -> None:
    """After this process has written, the old tag is no longer good, however soon."""
    tag = world.get("contacts").headers["etag"]
    world.ask("POST", "/api/v1/contacts", json={"name": "Ann"})

    answer = world.get("contacts", headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert [contact["name"] for contact in answer.json()] == ["Ann"]


def test_a_number_read_before_a_write_is_not_remembered() -> None:
    """A change number that was on its way while this process wrote is not used again."""
    changes = Counter()

    def write_while_reading(scope: str) -> int:
        number = plain(scope)
        if changes.reads == 1:
            world.ask("POST", "/api/v1/contacts", json={"name": "Ann"})
        return number

    plain, changes_in_a_race = changes.current, Racing(write_while_reading)
    world = make_world(changes=changes_in_a_race)
    world.get("contacts")

    world.get("contacts")

    assert changes.reads == 2


@attrs.frozen
class Racing:
    """A change counter during whose reading something happens."""

    current: Callable[[str], int]


def test_events_have_a_number_of_their_own(world: World) -> None:
    """A new event changes the list of events and not the CRM."""
    tags = {path: world.get(path).headers["etag"] for path in ("webhook-events", "conversations")}
    world.deliver(events.message_received())
    later = make_world(events=world.crm.events, changes=world.crm.changes)

    statuses = {
        path: later.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()
    }

    assert statuses == {"webhook-events": 200, "conversations": 304}


def test_any_version_is_of_what_exists(world: World) -> None:
    """`If-None-Match: *` is 304 for a list and 404 for what is not there."""
    headers = {"If-None-Match": "*"}

    statuses = [
        world.get(path, headers=headers).status_code for path in ("calls", "conversations/x/timeline")
    ]

    assert statuses == [304, 404]


def test_a_store_that_is_away_is_503() -> None:
    """A poll meets a store that is away: 503, when to come back, and no tag."""
    world = make_world(changes=Counter(is_away=True))

    answer = world.get("conversations")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "etag" not in answer.headers


@pytest.mark.parametrize("path", ["conversations", "contacts", "calls", "webhook-events"])
def test_head_is_get_without_its_body(world: World, path: str) -> None:
    """HEAD has the headers of GET and no body."""
    same_id = {"X-Request-ID": "r1"}
    full = world.get(path, headers=same_id)

    head = world.ask("HEAD", f"/api/v1/{path}", headers=same_id)

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(full.headers)
