"""Requests that schemathesis makes up of the document, and what it finds wrong with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

import attrs
import schemathesis
from hypothesis import settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.python.asgi import shutdown_lifespans

from openphone_crm.changes import ChangeCursor
from openphone_crm.paging import Position
from openphone_crm.reports import FIRST_DAY
from openphone_crm.testing import builders as make
from tests.integration.falcon_http.openapi.busy import ids_in
from tests.integration.falcon_http.world import WEBHOOK, World

SHORT: Final = 10
EVERY_DAY: Final = 4
MOST_EXAMPLES: Final = 1_000
DOCUMENT: Final = "/api/v1/openapi.json"

# What stands in the way of a request that is right in itself: nobody has this id, it was decided, it changed.
_RIGHT: Final = ["2xx", "3xx", "403", "404", "409", "412", "422"]

_WORDS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
# Values that no pattern can tell from others; the document has a format of its own for each.
_MADE_UP: Final = {
    "change-cursor": st.builds(ChangeCursor, number=st.integers(0, 50)).map(ChangeCursor.encoded),
    "cursor": st.just("any"),
    "e-mail-address": st.sampled_from(["ann@example.com", "lee+1@mail.example.org", ""]),
    "other-value": st.just("lee@example.com"),
    "party": st.sampled_from([make.ANN, "(425) 555-0123", "72975", "Anonymous", ""]),
    "phone-number": st.integers(100, 199).map(lambda number: f"(206) 555-0{number}"),
    "report-day": st.dates(FIRST_DAY, make.NOON.date()).map(str),
    "text-to-send": _WORDS.map(lambda words: f"{words}."),
}


@attrs.frozen
class Findings:
    """What was asked, as `METHOD /path`, and what was wrong with an answer, in words."""

    asked: set[str] = attrs.field(factory=set)
    wrong: list[str] = attrs.field(factory=list)


def findings(world: World, *, role: str, **wanted: Any) -> Findings:  # noqa: ANN401 - as schemathesis takes it
    """Ask for all operations that are wanted, as somebody with this role."""
    for name, strategy in (_MADE_UP | _known(world)).items():
        schemathesis.openapi.format(name, strategy)
    schema = schemathesis.openapi.from_asgi(DOCUMENT, world.app, config=_config(role))
    found = Findings()
    try:
        for event in from_schema(schema.include(**wanted)).execute():
            _note(event, found)
    finally:
        # Each application has threads, which would live as long as the tests.
        shutdown_lifespans()
    return found


@schemathesis.hook
def before_call(_: HookContext, case: Case[Any], __: dict[str, Any]) -> None:
    """Give a right request a cursor of its own list: one of another is refused."""
    is_right = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if is_right and case.query and "cursor" in case.query:
        case.query["cursor"] = Position(make.NOON, "any").encoded(case.formatted_path)


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Let a delivery be refused, since none is signed here: tests of their own do that."""
    is_refused = case.path == WEBHOOK and response.status_code == HTTPStatus.BAD_REQUEST
    return not (is_refused and isinstance(failure, RejectedPositiveData))


def _known(world: World) -> dict[str, st.SearchStrategy[str]]:
    return {name: st.sampled_from([*known, "nobody"]) for name, known in ids_in(world).items()}


def is_short() -> bool:
    """Whether little is to be tried, and every time the same."""
    return settings().max_examples <= SHORT


def _config(role: str) -> SchemathesisConfig:
    # The walls of each schema are tried whatever this is; these are what lies between them.
    examples = EVERY_DAY if is_short() else min(settings().max_examples, MOST_EXAMPLES)
    config: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {role}-secret"},
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "deterministic": is_short(), "database": "none"},
        "checks": {"positive_data_acceptance": {"expected-statuses": _RIGHT}},
        "phases": {"stateful": {"enabled": not is_short()}},
        **({"seed": 1} if is_short() else {}),
    }
    return SchemathesisConfig.from_dict(config)


def _note(event: EngineEvent, found: Findings) -> None:
    match event:
        case ScenarioFinished(recorder=recorder):
            found.asked.add(recorder.label)
            found.wrong.extend(_failures(recorder))
        case NonFatalError(label=label, value=value):
            found.wrong.append(f"{label}: {value}")
        case FatalError(exception=exception):
            raise exception
        case _:
            pass


def _failures(recorder: ScenarioRecorder) -> Iterator[str]:
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info:
                info = check.failure_info
                yield f"{recorder.label}: {check.name}: {info.failure.message}\n{info.code_sample}"
