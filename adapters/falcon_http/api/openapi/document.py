"""The whole document, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from adapters.falcon_http.sign_in import CSRF_HEADER
from adapters.falcon_http.visits import COOKIE as SESSION_COOKIE

from . import (
    changes,
    contacts,
    conversations,
    events,
    failures,
    items,
    open_paths,
    readings,
    responses,
    status,
)
from .operations import COOKIE, CSRF, METRICS, TOKEN, Paths, about
from .requests import SHARED
from .values import Schema

VERSION: Final = "1.0.0"

_SUBJECTS: Final[Mapping[str, tuple[Paths, Mapping[str, Schema]]]] = {
    "Conversations": (conversations.PATHS, conversations.SCHEMAS),
    "Contacts": (contacts.PATHS, contacts.SCHEMAS),
    "Calls and files": (items.PATHS, items.SCHEMAS),
    "What was read": (readings.PATHS, readings.SCHEMAS),
    "Webhook events": (events.PATHS, events.SCHEMAS),
    "Failures": (failures.PATHS, failures.SCHEMAS),
    "Status": (status.PATHS, status.SCHEMAS),
    "Changes": (changes.PATHS, changes.SCHEMAS),
    "Open": (open_paths.PATHS, open_paths.SCHEMAS),
}

_DESCRIPTION: Final = """\
What an OpenPhone (Quo) workspace adds up to: contacts, conversations, calls, and what was read out of them.

Lists are arrays, newest first; `Link: <...>; rel="next"` leads on. Send the last `ETag` in `If-None-Match`:
most polls are then an empty 304. Times are UTC. Errors are problems (RFC 9457), whose `detail` says what to
do. HEAD is answered like GET, without the body. A viewer may only read; an operator also acts; an admin also
erases."""

_WAYS_IN: Final[Mapping[str, Schema]] = {
    TOKEN: {"type": "http", "scheme": "bearer", "description": "`token create NAME --role ...` makes one."},
    METRICS: {
        "type": "http",
        "scheme": "bearer",
        "description": "`CRM_METRICS_TOKEN`; this machine needs none.",
    },
    COOKIE: {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "The console's session.",
    },
    CSRF: {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "What a session's requests must carry to do more than read.",
    },
}


@lru_cache(maxsize=1)
def openapi_document() -> Mapping[str, object]:
    """Everything that the API answers, as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {"title": "openphone-crm", "version": VERSION, "description": _DESCRIPTION},
        "tags": [{"name": tag} for tag in _SUBJECTS],
        "paths": {
            path: item for tag, (paths, _) in _SUBJECTS.items() for path, item in about(tag, paths).items()
        },
        "components": {
            "schemas": {
                **responses.SCHEMAS,
                **{name: schema for _, schemas in _SUBJECTS.values() for name, schema in schemas.items()},
            },
            "parameters": SHARED,
            "headers": responses.HEADERS,
            "responses": responses.PROBLEMS,
            "securitySchemes": _WAYS_IN,
        },
    }
