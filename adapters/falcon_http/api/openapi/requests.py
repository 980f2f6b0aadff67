"""What requests may carry: parameters, conditions and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import falcon

from adapters.falcon_http.parameters import LONGEST_TEXT
from adapters.falcon_http.repeats import HEADER, LONGEST_KEY
from openphone_crm.paging import DEFAULT_LIMIT, LARGEST_LIMIT

from .values import FLAG, STORABLE, Schema

Parameter = Mapping[str, object]

SEARCHED: Final[Schema] = {"type": "string", "maxLength": LONGEST_TEXT, "pattern": STORABLE}
SINCE: Final[Schema] = {"type": "string", "format": "date-time"}
PARTY: Final[Schema] = {**SEARCHED, "format": "party"}
"""Any spelling of a phone number, or another sender; no pattern tells which texts are one."""

_KEY: Final = rf"^[!-~]([ -~]{{0,{LONGEST_KEY - 2}}}[!-~])?$"
_ID_IN_A_PATH: Final = r"^[0-9A-Za-z_-]{1,64}$"


def query(name: str, schema: Schema, about: str) -> Parameter:
    """A parameter of the query, which may be left out."""
    return {"name": name, "in": "query", "description": about, "schema": schema}


def header(name: str, schema: Schema, about: str, *, is_required: bool = False) -> Parameter:
    """A header of a request."""
    return {
        "name": name,
        "in": "header",
        "description": about,
        "schema": schema,
        **({"required": True} if is_required else {}),
    }


def in_path(name: str) -> Parameter:
    """An id in an address."""
    # The name as a format tells whoever makes up requests which ids would be found.
    schema = {"type": "string", "pattern": _ID_IN_A_PATH, "format": name}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def flag(name: str, about: str) -> Parameter:
    """A parameter that is true or false."""
    return query(name, FLAG, about)


def json_body(of: Schema, *, is_required: bool = True) -> Schema:
    """A body in JSON."""
    return {"required": is_required, "content": {falcon.MEDIA_JSON: {"schema": of}}}


LIMIT: Final = query(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
    "How many are wanted.",
)
CURSOR: Final = query(
    "cursor",
    {"type": "string", "format": "cursor"},
    "Where the page before ended; follow the `Link` header instead of making one up.",
)
PHONE_NUMBER: Final = query("phone_number", PARTY, "A phone number in any spelling, or another sender.")
IF_NONE_MATCH: Final = header("If-None-Match", {"type": "string"}, "The `ETag` of what the client has: 304.")
IF_MATCH: Final = header("If-Match", {"type": "string"}, "The `ETag` of what was seen: else 412.")
_A_KEY: Final[Schema] = {"type": "string", "pattern": _KEY}
KEY: Final = header(HEADER, _A_KEY, "The same request under the same key is done once, and answered alike.")
REQUIRED_KEY: Final = header(HEADER, _A_KEY, "Without a key of its own no text is sent.", is_required=True)

SHARED: Final[Mapping[str, Parameter]] = {
    "Limit": LIMIT,
    "Cursor": CURSOR,
    "PhoneNumber": PHONE_NUMBER,
    "IfNoneMatch": IF_NONE_MATCH,
    "IfMatch": IF_MATCH,
    "IdempotencyKey": KEY,
    "RequiredIdempotencyKey": REQUIRED_KEY,
}


def shown(parameter: Parameter) -> Parameter:
    """The parameter itself, or where it is written when many share it."""
    for name, shared in SHARED.items():
        if parameter is shared:
            return {"$ref": f"#/components/parameters/{name}"}
    return parameter
