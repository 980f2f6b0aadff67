"""What was read out of what people said: approvals, the log, the review sample and the notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.api.extractions import USUAL_SIZE
from adapters.falcon_http.sign_in import API
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.paging import LARGEST_LIMIT

from .operations import Operation, Paths, act, at, page, thing
from .requests import IF_MATCH, KEY, SEARCHED, flag, json_body, query
from .responses import answered, problem
from .values import (
    FLAG,
    ID,
    MOMENT,
    SECONDS,
    TEXT,
    WHOLE,
    Schema,
    listed,
    member,
    named,
    nullable,
    one_of,
    record,
)

_FIELDS: Final = one_of(topic.value for topic in Topic if topic.is_field)
_NOTES: Final = one_of(topic.value for topic in Topic if not topic.is_field)
_SOURCE: Final[Mapping[str, Schema]] = {"quote": TEXT, "source_kind": member(SourceKind), "source_id": ID}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Approval": record(
        {
            "id": ID,
            "contact_id": ID,
            "field": _FIELDS,
            "current_value": nullable(TEXT),
            "suggested_value": TEXT,
            **_SOURCE,
            "status": member(SuggestionStatus),
            "created_at": MOMENT,
            "decided_at": nullable(MOMENT),
            "decided_by": nullable(TEXT),
        }
    ),
    "OtherValue": record({"value": {"type": "string", "format": "other-value"}}, optional=("value",)),
    "Extraction": record(
        {
            "id": ID,
            "status": member(ExtractionStatus),
            "field": nullable(member(Topic)),
            "value": TEXT,
            **_SOURCE,
            "contact_id": nullable(ID),
            "message": TEXT,
            "extractor": TEXT,
            "model": TEXT,
            "created_at": MOMENT,
            "correct": nullable(FLAG),
            "reviewed_by": nullable(TEXT),
            "reviewed_at": nullable(MOMENT),
            "start": nullable(WHOLE),
            "end": nullable(WHOLE),
            "second": nullable(SECONDS),
            "speaker": nullable(TEXT),
        }
    ),
    "Verdict": record({"correct": FLAG}),
    "Note": record(
        {
            "id": ID,
            "kind": _NOTES,
            "text": TEXT,
            **_SOURCE,
            "contact_id": nullable(ID),
            "conversation_id": nullable(ID),
            "created_at": MOMENT,
            "done_at": nullable(MOMENT),
            "done_by": nullable(TEXT),
        }
    ),
}

_APPROVAL: Final = f"{API}/approvals/{{approval_id}}"
_OF_CONTACT: Final = f"{API}/contacts/{{contact_id}}/approvals"
_CONTACT: Final = query("contact_id", {**SEARCHED, "minLength": 1}, "Only those of this contact.")
_SIZE: Final = query(
    "size",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": USUAL_SIZE},
    "How many are wanted.",
)


def _decision(summary: str, of: Schema, *, body: Schema | None = None) -> Operation:
    return act(
        summary,
        {"200": answered("What was decided.", of), "409": problem(409, of="UndecidableProblem")},
        body=body,
        parameters=(IF_MATCH, KEY),
        errors=(404, 412),
    )


PATHS: Final[Paths] = {
    f"{API}/approvals": at(
        get=page(
            "All suggestions, newest first.",
            named("Approval"),
            filters=(query("status", member(SuggestionStatus), "Where they stand."), _CONTACT),
        )
    ),
    _APPROVAL: at("approval_id", get=thing("One suggestion.", named("Approval"), errors=(404,))),
    f"{_APPROVAL}/approve": at(
        "approval_id",
        post=_decision(
            "Write the suggested value, or another one.",
            named("Approval"),
            body=json_body(named("OtherValue"), is_required=False),
        ),
    ),
    f"{_APPROVAL}/reject": at("approval_id", post=_decision("Leave the field as it is.", named("Approval"))),
    _OF_CONTACT: at(
        "contact_id", get=thing("All that waits for a contact.", listed(named("Approval")), errors=(404,))
    ),
    f"{_OF_CONTACT}/approve": at(
        "contact_id", post=_decision("Approve all of it, or nothing.", listed(named("Approval")))
    ),
    f"{API}/extractions": at(
        get=page(
            "The log of what was read, newest first.",
            named("Extraction"),
            filters=(query("status", member(ExtractionStatus), "What became of it."),),
        )
    ),
    f"{API}/extractions/sample": at(
        get=thing(
            "Some entries that nobody has judged yet.", listed(named("Extraction")), parameters=(_SIZE,)
        )
    ),
    f"{API}/extractions/{{extraction_id}}/review": at(
        "extraction_id",
        post=act(
            "Say whether it was read rightly.",
            {"200": answered("The entry.", named("Extraction"))},
            body=json_body(named("Verdict")),
            errors=(404,),
        ),
    ),
    f"{API}/notes": at(
        get=page(
            "Callback needs and key facts, newest first.",
            named("Note"),
            filters=(query("kind", _NOTES, "Which of them."), flag("done", "Whether they were dealt with.")),
        )
    ),
    f"{API}/notes/{{note_id}}/done": at(
        "note_id",
        post=act("Mark a note as dealt with.", {"200": answered("The note.", named("Note"))}, errors=(404,)),
    ),
}
