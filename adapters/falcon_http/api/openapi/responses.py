"""What requests are answered with: headers, documents and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

import falcon

from adapters.falcon_http.headers import POLL_INTERVAL_S
from adapters.falcon_http.problems import MEDIA_TYPE, RETRY_AFTER_S
from adapters.falcon_http.request_ids import HEADER as REQUEST_ID

from .values import TEXT, Schema, constant, named, record

Response = Mapping[str, object]

EVERYWHERE: Final = REQUEST_ID

HEADERS: Final[Mapping[str, Schema]] = {
    "ETag": {
        "description": "What this answer is; send it back in `If-None-Match`, or in `If-Match`.",
        "required": True,
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{24}"$'},
    },
    "X-Poll-Interval": {
        "description": "After how many seconds to ask again.",
        "required": True,
        "schema": {"type": "integer", "const": POLL_INTERVAL_S},
    },
    "Link": {
        "description": "Where the next page is, when there is one.",
        "schema": {"type": "string", "pattern": '^<[^>]+>; rel="next"$'},
    },
    "Location": {
        "description": "Where to find what was made.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {
        "description": "After how many seconds to try again.",
        "required": True,
        "schema": {"type": "integer", "const": RETRY_AFTER_S},
    },
    EVERYWHERE: {
        "description": "By which name the log knows the request: its own `X-Request-ID`, or a new one.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9A-Za-z._-]{1,64}$"},
    },
    "WWW-Authenticate": {
        "description": "How to sign in.",
        "required": True,
        "schema": {"type": "string"},
    },
}

_PROBLEM: Final[Mapping[str, Schema]] = {
    "type": constant("about:blank"),
    "title": TEXT,
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "detail": TEXT,
}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Problem": record(_PROBLEM),
    "UnreadyProblem": record(
        {**_PROBLEM, "ready": {"type": "boolean", "const": False}, "part": TEXT},
        additionalProperties=TEXT,
    ),
    "UndecidableProblem": record(
        {
            **_PROBLEM,
            "approval": named("Approval"),
            "changed": {"type": "array", "items": named("Approval"), "minItems": 1},
        },
        optional=("approval", "changed"),
    ),
}

_PROBLEMS: Final[Mapping[int, str]] = {
    400: "The request cannot be read: a parameter, a field or a value is unknown or out of bounds.",
    401: "There is no token, or none that is in use.",
    403: "The token's role may not do that.",
    404: "Nothing has this id.",
    408: "The body took too long.",
    409: "It is not in a state for that, or the key was used for another request.",
    410: "What followed was let go: start again.",
    412: "It was changed since it was read.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not of the type it must be.",
    416: "The file ends before that part.",
    422: "It lacks what is needed for that.",
    503: "It cannot be answered now.",
}
_HEADERS_OF_PROBLEMS: Final = {401: ("WWW-Authenticate",), 503: ("Retry-After",)}


def headers(*names: str) -> Mapping[str, Schema]:
    """These headers, and the one that is everywhere, by where they are written."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, EVERYWHERE)}


def answered(about: str, of: Schema, *with_headers: str, media_type: str = falcon.MEDIA_JSON) -> Response:
    """An answer with a document."""
    return {
        "description": about,
        "headers": headers(*with_headers),
        "content": {media_type: {"schema": of}},
    }


def empty(about: str, *with_headers: str) -> Response:
    """An answer that says all by its status."""
    return {"description": about, "headers": headers(*with_headers)}


def problem(status: int, *, of: str = "Problem") -> Response:
    """An error as a problem (RFC 9457)."""
    return answered(
        _PROBLEMS[status], named(of), *_HEADERS_OF_PROBLEMS.get(status, ()), media_type=MEDIA_TYPE
    )


PROBLEMS: Final[Mapping[str, Response]] = {
    f"Problem{status}": problem(status) for status in sorted(map(HTTPStatus, _PROBLEMS))
}


def problems(statuses: Iterable[int]) -> Mapping[str, Response]:
    """These errors, by where they are written."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


NOT_MODIFIED: Final = empty("The client has it.", "ETag", "X-Poll-Interval")
