"""Every answer has an id, and every entry of the log that was written for it has the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from openphone_crm.errors import UnavailableError
from openphone_crm.testing import events
from tests.integration.falcon_http.inboxes import ObedientInbox
from tests.integration.falcon_http.world import KEY, WEBHOOK, World, make_world

HEADER = "x-request-id"


@pytest.mark.parametrize("given", ["r-1", "a" * 64, "0aB._-"])
def test_a_plain_id_is_kept(world: World, given: str) -> None:
    """An id that the sender has made is in the answer."""
    answer = world.send("GET", "/healthz", headers={HEADER: given})

    assert answer.headers[HEADER] == given


@pytest.mark.parametrize("given", ["", "a" * 65, "two words", "a/b", "ä".encode(), "{x}", 'a"b'])
def test_any_other_is_made_anew(world: World, given: str | bytes) -> None:
    """What could break a log or a page is not handed on."""
    answer = world.send("GET", "/healthz", headers={HEADER: given})

    assert re.fullmatch("[0-9a-f]{32}", answer.headers[HEADER])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/contacts", 200),
        ("GET", "/api/v1/contacts/nobody", 404),
        ("GET", "/nowhere", 404),
        ("PUT", "/api/v1/contacts", 405),
        ("GET", "/api/v1/contacts?limit=0", 400),
        ("POST", WEBHOOK, 400),
    ],
)
def test_every_answer_has_one(world: World, method: str, path: str, status: int) -> None:
    """Errors have the id too: it is what a person who asks for help can name."""
    answer = world.ask(method, path, headers={HEADER: "r1"})

    assert (answer.status_code, answer.headers[HEADER]) == (status, "r1")


def test_who_may_not_ask_is_told_the_id_too(world: World) -> None:
    """It is there before anybody looks who is asking."""
    answer = world.ask("GET", "/api/v1/contacts", role=None, headers={HEADER: "r1"})

    assert (answer.status_code, answer.headers[HEADER]) == (401, "r1")


def test_a_poll_that_finds_nothing_new_has_one(world: World) -> None:
    """304 has it too."""
    tag = world.get("contacts").headers["etag"]

    answer = world.get("contacts", headers={"If-None-Match": tag, HEADER: "r1"})

    assert (answer.status_code, answer.headers[HEADER]) == (304, "r1")


def test_a_delivery_has_one_entry() -> None:
    """A stored delivery says which event it became, of which type and generation, and for which request."""
    world = make_world()

    with capture_logs(processors=[merge_contextvars]) as logs:
        event_id = world.deliver(events.message_received()).json()["id"]
        world.deliver(events.message_received())

    stored = [entry for entry in logs if entry["log_level"] != "debug"]
    assert [entry.pop("outcome") for entry in stored] == ["queued", "duplicate"]
    assert len({entry.pop("request_id") for entry in stored}) == 2
    assert stored == 2 * [
        {
            "event": "webhook_stored",
            "log_level": "info",
            "event_id": event_id,
            "event_type": "message.received",
            "generation": "legacy-app",
        }
    ]


def test_an_exchange_is_logged_by_its_route(world: World) -> None:
    """The path and the query, in which ids and numbers stand, are not in the log."""
    with capture_logs(processors=[merge_contextvars]) as logs:
        world.get("contacts?phone_number=%2B12065550123", headers={HEADER: "r1"})
        world.get("contacts/some-one", headers={HEADER: "r2"})

    seconds = [entry.pop("seconds") for entry in logs]
    assert all(0 <= each < 60 for each in seconds)
    assert [(entry["request_id"], entry["method"], entry["route"], entry["status"]) for entry in logs] == [
        ("r1", "GET", "/api/v1/contacts", 200),
        ("r2", "GET", "/api/v1/contacts/{contact_id:id}", 404),
    ]
    assert "2065550123" not in str(logs)
    assert "some-one" not in str(logs)


def test_what_is_not_looked_up_has_no_route(world: World) -> None:
    """A path that leads nowhere is a stranger's text, and is not logged; who is refused is."""
    with capture_logs() as logs:
        world.send("GET", "/2065550123")
        world.ask("GET", "/api/v1/contacts/x", role=None)

    assert [(entry["route"], entry["status"]) for entry in logs] == [("*", 404), ("/api/v1/*", 401)]


@pytest.fixture
def debugging() -> Iterator[None]:
    """Log everything, whatever another test has set."""
    known = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**known)


@pytest.mark.usefixtures("debugging")
def test_polls_and_probes_do_not_fill_the_log(world: World) -> None:
    """What comes every few seconds and says nothing is for debugging."""
    tag = world.get("contacts").headers["etag"]

    with capture_logs() as logs:
        world.get("contacts", headers={"If-None-Match": tag})
        world.send("GET", "/healthz")
        world.send("GET", "/readyz")

    assert [entry["log_level"] for entry in logs] == ["debug"] * 3


def test_what_fails_here_is_a_warning() -> None:
    """A server error names its request twice: what went wrong, and what was answered."""
    world = make_world()
    inbox = ObedientInbox(UnavailableError("database", "host db-7"))
    broken = make_world(intake=attrs.evolve(world.parts.intake, inbox=inbox))

    with capture_logs(processors=[merge_contextvars]) as logs:
        broken.deliver(events.message_received())

    answered = [entry for entry in logs if entry["event"] == "answered"]
    (request_id,) = {entry["request_id"] for entry in logs if "request_id" in entry}
    assert [(entry["status"], entry["log_level"]) for entry in answered] == [(503, "warning")]
    assert request_id in {entry.get("request_id") for entry in logs if entry["event"] == "unavailable"}


def test_who_stores_for_many_speaks_for_none() -> None:
    """What is logged while several deliveries are stored names the request of none of them."""
    world = make_world()
    inbox = ObedientInbox(UnavailableError("database", "host db-7"))
    broken = make_world(intake=attrs.evolve(world.parts.intake, inbox=inbox))

    with capture_logs(processors=[merge_contextvars]) as logs:
        broken.deliver(events.message_received())

    (entry,) = (each for each in logs if each["event"] == "intake_unavailable")
    assert "request_id" not in entry


def test_a_thread_that_works_for_a_request_names_it() -> None:
    """What is logged in a thread has the id of the request that waits for it."""
    log = structlog.get_logger("adapters.somewhere")

    def look() -> dict[str, str]:
        log.info("looking")
        return {"database": "ok"}

    world = make_world(readiness=look)

    with capture_logs(processors=[merge_contextvars]) as logs:
        world.send("GET", "/readyz", headers={HEADER: "r1"})

    (entry,) = (each for each in logs if each["event"] == "looking")
    assert entry["request_id"] == "r1"


def test_the_key_of_the_world_is_in_no_entry(world: World) -> None:
    """Neither a key nor a body nor a token is told to the log."""
    with capture_logs(processors=[merge_contextvars]) as logs:
        world.deliver(events.message_received("private words"))
        world.get("conversations")

    assert not [word for word in (KEY, "private", "operator-secret") if word in str(logs)]
