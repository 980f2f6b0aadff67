"""
The API does what its document says, whatever it is asked (R13).

The short form runs by default; `HYPOTHESIS_PROFILE=long` is the long one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
import pytest
from structlog.testing import capture_logs

from tests.integration.falcon_http.openapi.busy import make_busy_world
from tests.integration.falcon_http.openapi.requests_made import findings, is_short
from tests.integration.falcon_http.openapi.test_the_document import document, documented
from tests.integration.falcon_http.world import World

TAGS: Final = tuple(tag["name"] for tag in document()["tags"])

# Where a viewer is told less than others; of all the rest only the long form makes sure.
_TOLD_LESS: Final = ("Webhook events",)
VIEWED: Final = _TOLD_LESS if is_short() else tuple(tag for tag in TAGS if tag != "Open")


@pytest.fixture
def busy() -> Iterator[World]:
    """Lend a world with something of everything, and keep quiet what it logs."""
    with capture_logs():
        yield make_busy_world()


def operations(tag: str, *methods: str) -> set[str]:
    """What can be asked about a subject by these methods, or by any."""
    paths = document()["paths"]
    return {
        f"{method.upper()} {path}"
        for path, method in documented()
        if tag in paths[path][method]["tags"] and method.upper() in (methods or (method.upper(),))
    }


@pytest.mark.parametrize("tag", TAGS)
def test_an_operator_gets_what_is_documented(busy: World, tag: str) -> None:
    """Right requests are answered and wrong ones refused, with the documented status, headers and body."""
    found = findings(busy, role="operator", tag=tag)

    assert found.wrong == []
    assert found.asked >= operations(tag)


@pytest.mark.parametrize("tag", VIEWED)
def test_a_viewer_gets_what_is_documented(busy: World, tag: str) -> None:
    """So it is for whoever may only read."""
    found = findings(busy, role="viewer", tag=tag, method="GET")

    assert found.wrong == []
    assert found.asked >= operations(tag, "GET")


def test_an_admin_erases_as_is_documented(busy: World) -> None:
    """And for whoever may erase."""
    found = findings(busy, role="admin", tag="Contacts", method="DELETE")

    assert found.wrong == []
    assert found.asked >= operations("Contacts", "DELETE")


@pytest.mark.parametrize(
    ("check", "place", "lie"),
    [
        ("response_schema_conformance", "components/schemas/Note", {"required": ["nothing"]}),
        ("response_headers_conformance", "components/headers/X-Poll-Interval/schema", {"const": 7}),
        ("positive_data_acceptance", "components/parameters/Limit/schema", {"maximum": 1_000}),
        ("negative_data_rejection", "components/parameters/Limit/schema", {"maximum": 100}),
        ("content_type_conformance", "components/responses/Problem400", {"content": {"text/plain": {}}}),
        ("status_code_conformance", "", {"paths": {"/api/v1/notes": {"get": {"responses": {"304": {}}}}}}),
    ],
)
@pytest.mark.long
def test_a_lie_is_found_out(
    monkeypatch: pytest.MonkeyPatch, busy: World, check: str, place: str, lie: dict[str, Any]
) -> None:
    """A document that promises something else than there is does not pass."""
    monkeypatch.setattr("adapters.falcon_http.api.schema._BODY", orjson.dumps(lying(place, lie)))

    found = findings(busy, role="viewer", path="/api/v1/notes", method="GET")

    assert any(f": {check}: " in wrong for wrong in found.wrong)


def lying(place: str, lie: dict[str, Any]) -> dict[str, Any]:
    """The document, with something else in one place."""
    whole = document()
    part = whole
    for name in place.split("/") if place else ():
        part = part[name]
    part.update(lie)
    return whole
