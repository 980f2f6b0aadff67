"""Every error says what is wrong and what to do, in one form, and nothing about what is inside."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from structlog.testing import capture_logs

from openphone_crm.errors import (
    ConflictError,
    CrmError,
    InvalidInputError,
    PreconditionError,
    UnavailableError,
)
from tests.integration.falcon_http.world import WEBHOOK, World, make_world

SECRET = "postgresql://crm:hunter2@db-7"


def world_that_raises(error: Exception) -> World:
    """Make a world whose contacts raise."""

    class Raising:
        def find(self, *_: object) -> object:
            raise error

    return make_world(contacts=Raising())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInputError("name", "is wrong"), 400),
        (ConflictError("it is in use"), 409),
        (PreconditionError(), 412),
        (UnavailableError("database", SECRET), 503),
        (CrmError(SECRET), 500),
        (RuntimeError(SECRET), 500),
        (KeyError(SECRET), 500),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int) -> None:
    """An error of the core has a status, anything else is 500; what it says of the inside stays inside."""
    with capture_logs():
        answer = world_that_raises(error).get("contacts")

    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["type"]) == (status, status, "about:blank")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"]
    assert problem["detail"]
    assert "hunter2" not in answer.text


def test_an_unforeseen_error_is_logged_with_its_traceback() -> None:
    """What the sender is not told, the log is."""
    with capture_logs() as logs:
        world_that_raises(RuntimeError("boom")).get("contacts")

    assert [str(entry["exc_info"]) for entry in logs if "exc_info" in entry] == ["boom"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/v1/contacts/x", "GET, HEAD, PATCH, DELETE, OPTIONS"),
        ("PUT", "/api/v1/contacts", "GET, HEAD, POST, OPTIONS"),
        ("GET", "/api/v1/conversations/x/read", "POST, OPTIONS"),
        ("PUT", WEBHOOK, "GET, HEAD, POST, OPTIONS"),
        ("POST", "/healthz", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(world: World, method: str, path: str, allowed: str) -> None:
    """405 names the methods that there are, in the header and in words."""
    answer = world.ask(method, path)

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == set(allowed.split(", "))
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "contacts/",
        "contacts/%00",
        "contacts/a%2Fb",
        "conversations/ä",
        "",
    ],
)
def test_what_is_not_there_is_404(world: World, path: str) -> None:
    """An address that nothing has, or with an id that cannot be one, is a plain 404."""
    answer = world.get(path)

    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    "path",
    [
        "conversations/x",
        "conversations/x/timeline",
        "contacts/x",
        "contacts/x/history",
        "webhook-events/x",
        "approvals/x",
    ],
)
def test_an_unknown_id_is_404(world: World, path: str) -> None:
    """Nothing has that id, and nothing is shown of it."""
    answer = world.get(path)

    assert answer.status_code == 404
    assert "etag" not in answer.headers


def test_readiness_tells_how_the_parts_are() -> None:
    """A bell that is down does not keep the process from serving."""
    world = make_world(readiness=lambda: {"database": "ok", "redis": "down"})

    answer = world.send("GET", "/readyz")

    assert answer.json() == {"status": "ready", "database": "ok", "redis": "down"}


def test_without_a_database_nothing_is_ready() -> None:
    """503 says which part is missing, and not where it was looked for."""

    def readiness() -> Mapping[str, str]:
        raise UnavailableError("migrations", SECRET)

    answer = make_world(readiness=readiness).send("GET", "/readyz")

    assert answer.status_code == 503
    assert "migrations" in answer.json()["detail"]
    assert "hunter2" not in answer.text
