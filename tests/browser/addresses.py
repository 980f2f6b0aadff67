"""Every page of the console, at an address of a site where something has happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from adapters.falcon_http.console.page import Page
from tests.browser.scenes import Person, bulk_retry, dead_letter
from tests.browser.site import Site
from tests.integration.falcon_http.world import make_world

SIGN_IN = "/sign-in"
NOT_FOUND = "/not-here"

NAMES = {
    "/approvals": "approvals",
    "/callbacks": "callbacks",
    "/contacts": "contacts",
    "/contacts/new": "contact-new",
    "/contacts/{contact_id:id}": "contact",
    "/contacts/{contact_id:id}/edit": "contact-edit",
    "/contacts/{contact_id:id}/erase": "contact-erase",
    "/conversations": "conversations",
    "/conversations/{conversation_id:id}": "thread",
    "/conversations/{conversation_id:id}/call": "call",
    "/failures": "failures",
    "/people": "people",
    "/people/audit": "audit",
    "/reports/daily": "daily-report",
    "/review": "review",
    "/settings": "settings",
    "/status": "status",
    "/status/alerts": "alerts",
    "/webhook-events": "webhook-events",
    "/webhook-events/retry": "bulk-retry",
    "/webhook-events/jobs/{job_id:id}": "retry-job",
    "/webhook-events/{event_id:id}": "webhook-event",
}
"""A name for each address that the application shows a page at to whoever is signed in."""


def shown_templates() -> set[str]:
    """The addresses at which the application does so, as its router knows them."""
    roots = make_world().app._router._roots
    nodes = [node for root in roots for node in _nodes(root)]
    return {node.uri_template for node in nodes if _is_shown(node.resource)}


@lru_cache(maxsize=1)
def addresses(site: Site) -> Mapping[str, str]:
    """Have something happen, and give where each page shows it, by the page's name."""
    person = Person(site)
    person.leaves_a_voicemail("Hi, it is Priya. Please call me back about the dishwasher.", minutes_ago=90)
    person.sends_a_picture(minutes_ago=60)
    person.does_not_get("We are on our way", minutes_ago=40)
    person.is_not_answered(minutes_ago=30)
    person.talks(minutes_ago=9)
    person.is_asked_about(("Priya", "Nair"), "Priya Natarajan")
    ids = {
        "contact_id": person.contact["id"],
        "conversation_id": person.conversation["id"],
        "event_id": dead_letter(site),
        "job_id": bulk_retry(site),
    }
    return {name: _filled(template, ids) for template, name in NAMES.items()}


def _filled(template: str, ids: Mapping[str, str]) -> str:
    return template.replace(":id}", "}").format(**ids)


def _nodes(node: Any) -> Iterator[Any]:  # noqa: ANN401 - of Falcon's inside
    yield node
    for child in node.children:
        yield from _nodes(child)


def _is_shown(resource: object) -> bool:
    return isinstance(resource, Page) and hasattr(resource, "on_get")
