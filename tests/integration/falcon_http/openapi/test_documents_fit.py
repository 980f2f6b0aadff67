"""What the API shows of a full world is what its document says, and that in the words of the core."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import product
from typing import Any, Final, TypeAlias

import pytest
from jsonschema_rs import Draft202012Validator

from openphone_crm.access import Role
from openphone_crm.alerts import Rule, Severity
from openphone_crm.changes import ChangedKind
from openphone_crm.crm import ItemKind, Outcome
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.failures import FailureState
from openphone_crm.health.faults import Fault
from openphone_crm.retry_jobs import JobState
from openphone_crm.work_records import Status
from tests.integration.falcon_http.openapi.busy import ids_in, make_busy_world
from tests.integration.falcon_http.openapi.test_the_document import document
from tests.integration.falcon_http.world import World

Ids: TypeAlias = Mapping[str, list[str]]

JSON: Final = "application/json"

_ID: Final = re.compile(r"\{([a-z_]+)\}")


@pytest.fixture(scope="module")
def busy() -> World:
    """Lend a world with something of everything, which is only looked at."""
    return make_busy_world()


@pytest.fixture(scope="module")
def known(busy: World) -> Ids:
    """Lend the ids of all that is in it."""
    return ids_in(busy)


def shown_as_json() -> list[str]:
    """Every address that shows something as JSON."""
    return [
        path
        for path, item in document()["paths"].items()
        if "get" in item and JSON in item["get"]["responses"]["200"].get("content", {})
    ]


def validator(path: str) -> Draft202012Validator:
    """What knows how the answer of an address must look."""
    whole = document()
    answer = whole["paths"][path]["get"]["responses"]["200"]
    schema = {**answer["content"][JSON]["schema"], "components": whole["components"]}
    return Draft202012Validator(schema, validate_formats=True)


def addresses(path: str, known: Ids) -> Iterator[str]:
    """The path with every id in its place."""
    names = _ID.findall(path)
    for ids in product(*(known[name] for name in names)):
        yield path.format(**dict(zip(names, ids, strict=True)))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", shown_as_json())
def test_answers_look_as_documented(busy: World, known: Ids, path: str, role: Role) -> None:
    """Everything that can be read fits its schema, and there is something to read at every address."""
    fits = validator(path)

    answers = [busy.ask("GET", address, role=role.value) for address in addresses(path, known)]

    assert {answer.status_code for answer in answers} == {200}
    assert any(answer.json() for answer in answers)
    assert [str(error) for answer in answers for error in fits.iter_errors(answer.json())] == []


def test_the_world_is_full(busy: World, known: Ids) -> None:
    """There is an item of every kind, and an entry of the log, an alert and a change of many."""
    items = [
        item
        for talk in known["conversation_id"]
        for item in busy.get(f"conversations/{talk}/timeline").json()
    ]

    assert {item["kind"] for item in items} == {kind.value for kind in ItemKind}
    assert any(medium["url"] for item in items for medium in item.get("media", ()))
    assert any(each["audio_url"] for item in items for each in item.get("recordings", ()))
    assert {entry["status"] for entry in busy.get("extractions").json()} == set(ExtractionStatus)
    assert {alert["rule"] for alert in busy.get("alerts").json()} == set(Rule)
    assert {change["kind"] for change in busy.get("changes?limit=200").json()} >= {"contact", "message"}


@pytest.mark.parametrize(
    ("schema", "field", "kind"),
    [
        ("Alert", "rule", Rule),
        ("Alert", "severity", Severity),
        ("Approval", "status", SuggestionStatus),
        ("Call", "outcome", Outcome),
        ("ChangedThing", "kind", ChangedKind),
        ("Extraction", "status", ExtractionStatus),
        ("Failure", "state", FailureState),
        ("Job", "state", JobState),
        ("Note", "source_kind", SourceKind),
        ("WebhookEvent", "status", Status),
    ],
)
def test_names_are_the_core_s(schema: str, field: str, kind: type[StrEnum]) -> None:
    """A name that the core has is one that clients are told of, in its order."""
    properties: dict[str, Any] = document()["components"]["schemas"][schema]["properties"]

    assert properties[field]["enum"] == [each.value for each in kind]


def test_what_may_be_unknown_may_be_null() -> None:
    """A list of names has null in it, too, where nothing may be known."""
    fault = document()["components"]["schemas"]["Health"]["properties"]["fault"]

    assert fault == {"type": ["string", "null"], "enum": [*(each.value for each in Fault), None]}
