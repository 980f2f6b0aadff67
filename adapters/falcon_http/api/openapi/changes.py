"""What changed, in one order, and how it went over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.changes import ChangedKind
from openphone_crm.histories import Stretch

from .operations import Paths, at, conditional, reading, thing
from .requests import LIMIT, query
from .responses import HEADERS, Response, answered, headers
from .values import FLAG, ID, MOMENT, WHOLE, Schema, by_name, listed, member, named, nullable, record

# When a step began, and how much it was.
_POINT: Final = listed({"anyOf": [MOMENT, nullable({"type": "number"})]}, minItems=2, maxItems=2)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "ChangedThing": record({"cursor": ID, "kind": member(ChangedKind), "id": ID, "deleted": FLAG}),
    "History": record(
        {
            "span": member(Stretch),
            "begins_at": MOMENT,
            "step_seconds": WHOLE,
            "series": by_name(listed(_POINT)),
        }
    ),
}

_PAGE: Final[Response] = {
    **answered("What changed.", listed(named("ChangedThing"))),
    "headers": {
        **headers("ETag", "X-Poll-Interval"),
        "Link": {**HEADERS["Link"], "required": True, "description": "Where to go on, always."},
    },
}

PATHS: Final[Paths] = {
    f"{API}/changes": at(
        get=reading(
            "What changed after a cursor, in one order, so that nothing is skipped.",
            conditional(_PAGE),
            parameters=(
                query("after", {**ID, "format": "change-cursor"}, "Where to go on; the start when left out."),
                LIMIT,
            ),
            errors=(410,),
        )
    ),
    f"{API}/status/history": at(
        get=thing(
            "How it went, step by step.",
            named("History"),
            parameters=(query("span", member(Stretch), "Over what time; a day when left out."),),
        )
    ),
}
