"""Nobody enters without a token, and a viewer changes nothing; that is found out before anything else."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.access import Role, Token
from openphone_crm.memory import MemoryClock
from tests.integration.falcon_http.world import World, make_world, token_of


@attrs.define
class CountedTokens:
    """One token that is in use until it is not, and how often it was asked for."""

    is_in_use: bool = True
    searches: int = 0

    def find(self, digest: str) -> Token | None:
        """Count the search, then answer."""
        self.searches += 1
        token = token_of(Role.OPERATOR, MemoryClock())
        return token if self.is_in_use and digest == token.digest else None


@pytest.mark.parametrize("path", ["/api/v1/contacts", "/api/v1/contacts/x", "/api/v1/nothing", "/api/v1"])
@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer ", "Bearer wrong", "Basic b3BlcmF0b3I=", "operator-secret"]
)
def test_no_good_token_is_401(world: World, path: str, header: str | None) -> None:
    """Whatever is or is not at an address of the API, without a good token it is 401."""
    headers = {"Authorization": header} if header else {}

    answer = world.send("GET", path, headers=headers)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("slashes", ["//", "///"])
@pytest.mark.parametrize("path", ["contacts", "contacts/x", "conversations/x", "nothing"])
def test_more_slashes_are_no_way_in(slashes: str, path: str, world: World) -> None:
    """Falcon ignores further slashes in front of a path: no token is 401 there too, and nothing is there."""
    address = f"http://test{slashes}api/v1/{path}"

    statuses = [world.ask("GET", address, role=role).status_code for role in (None, "operator")]

    assert statuses == [401, 404]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_has_no_case(world: World, scheme: str) -> None:
    """`bearer` is as good as `Bearer`."""
    answer = world.send("GET", "/api/v1/calls", headers={"Authorization": f"{scheme} viewer-secret"})

    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["contacts", "contacts/x", "conversations/x/read", "calls", "nothing"])
def test_a_viewer_changes_nothing(world: World, method: str, path: str) -> None:
    """Every unsafe method is 403 for a viewer: there or not, allowed or not, readable or not."""
    answer = world.ask(method, f"/api/v1/{path}", role="viewer", content=b"{nonsense")

    assert answer.status_code == 403


def test_a_good_token_is_remembered_for_a_moment() -> None:
    """A token that was good is not looked up again at once."""
    tokens = CountedTokens()
    world = make_world(tokens=tokens)

    statuses = [world.get("calls").status_code for _ in range(3)]

    assert (statuses, tokens.searches) == ([200, 200, 200], 1)


def test_a_revoked_token_is_soon_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the moment is over, a token that was revoked is good no more."""
    tokens = CountedTokens()
    world = make_world(tokens=tokens)
    monkeypatch.setattr("adapters.falcon_http.remembered.REMEMBERED_S", 0.0)
    world.get("calls")
    tokens.is_in_use = False

    answer = world.get("calls")

    assert answer.status_code == 401


def test_a_bad_token_is_not_remembered() -> None:
    """A token that is made after somebody tried it is good at once."""
    tokens = CountedTokens(is_in_use=False)
    world = make_world(tokens=tokens)
    world.get("calls")
    tokens.is_in_use = True

    answer = world.get("calls")

    assert answer.status_code == 200


def test_many_tokens_are_not_remembered_for_ever(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """What is remembered is bounded; whoever is forgotten is looked up again."""
    monkeypatch.setattr("adapters.falcon_http.remembered.MOST_REMEMBERED", 1)

    statuses = [world.get("calls", role=role).status_code for role in ("viewer", "operator", "viewer")]

    assert statuses == [200, 200, 200]


@pytest.mark.parametrize(
    ("path", "status"), [("/healthz", 200), ("/readyz", 200), ("/", 303), ("/metrics", 200)]
)
def test_outside_the_api_nobody_signs_in(world: World, path: str, status: int) -> None:
    """The probes are open, and what comes later is not there."""
    answer = world.send("GET", path)

    assert answer.status_code == status
