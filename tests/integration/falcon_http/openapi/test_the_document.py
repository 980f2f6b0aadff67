"""The document says what there is: every address, every method, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import pytest
from falcon.inspect import inspect_compiled_router, inspect_routes, register_router
from jsonschema_rs import Draft202012Validator

from adapters.falcon_http.api.openapi import openapi_document
from adapters.falcon_http.heads import Router
from tests.integration.falcon_http.world import World

METHODS: Final = frozenset(("get", "post", "patch", "put", "delete"))
PATH: Final = "/api/v1/openapi.json"

_CONVERTER: Final = re.compile(r":[a-z]+(?=\})")
_CONSOLE: Final = re.compile(r"/(?!api/|webhooks/|healthz$|readyz$|metrics$)")

# Our router is Falcon's, of another class.
register_router(Router)(inspect_compiled_router)


def document() -> dict[str, Any]:
    """The document as clients see it."""
    return dict(orjson.loads(orjson.dumps(openapi_document())))


def documented() -> set[tuple[str, str]]:
    """Each address with each of its methods, as the document has them."""
    return {(path, method) for path, item in document()["paths"].items() for method in METHODS & item.keys()}


def routed(world: World) -> set[tuple[str, str]]:
    """Each address of the API with each of its methods, as the router has them."""
    return {
        (_CONVERTER.sub("", route.path), method.method.lower())
        for route in inspect_routes(world.app)
        for method in route.methods
        if not method.internal and not _CONSOLE.match(route.path) and method.method not in ("HEAD", "OPTIONS")
    }


def test_every_route_is_documented(world: World) -> None:
    """Whatever the router answers is in the document, and the reverse; the console's pages are not."""
    assert routed(world) == documented()


def test_whatever_is_read_can_be_asked_for_by_head(world: World) -> None:
    """The document leaves HEAD out, since it is there wherever GET is."""
    routes = [route for route in inspect_routes(world.app) if not _CONSOLE.match(route.path)]

    methods = [{method.method for method in route.methods if not method.internal} for route in routes]

    assert all(("GET" in known) == ("HEAD" in known) for known in methods)


@pytest.mark.parametrize("role", [None, "viewer", "operator"])
def test_anybody_may_read_it(world: World, role: str | None) -> None:
    """It needs no token, and a client that has it gets 304."""
    answer = world.ask("GET", PATH, role=role)

    again = world.ask("GET", PATH, role=role, headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == document()
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_only_read(world: World) -> None:
    """Nobody without a token may do more, and there is nothing more to do."""
    statuses = [world.ask("POST", PATH, role=role).status_code for role in (None, "viewer", "operator")]

    assert statuses == [401, 403, 405]


def test_its_references_lead_somewhere() -> None:
    """Every `$ref` names something that is there, and everything that is there is referred to."""
    whole = document()
    used = set(references(whole))

    known = {
        f"#/components/{kind}/{name}"
        for kind, things in whole["components"].items()
        if kind != "securitySchemes"
        for name in things
    }

    assert used == known


def test_its_schemas_are_schemas() -> None:
    """Every schema is one of JSON Schema 2020-12, and an object says whether there may be more in it."""
    schemas = document()["components"]["schemas"]

    for name, schema in schemas.items():
        Draft202012Validator({**schema, "components": {"schemas": schemas}})
        assert schema.get("type") != "object" or "additionalProperties" in schema, name


def references(part: object) -> Iterator[str]:
    """Every reference in a part of the document."""
    match part:
        case {"$ref": str(reference)}:
            yield reference
        case Mapping():
            for value in part.values():
                yield from references(value)
        case list():
            for value in part:
                yield from references(value)
        case _:
            pass
