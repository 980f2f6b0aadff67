"""What a person wants to write, read strictly out of a JSON body."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import falcon
import orjson
from falcon.asgi import Request

from adapters.falcon_http.bodies import read_body
from openphone_crm.contact_desk import ContactEdit
from openphone_crm.crm import CONTACT_FIELDS
from openphone_crm.errors import InvalidInputError

NUMBERS = "phone_numbers"
LONGEST_NAME = 100


async def read_json_body(request: Request) -> bytes:
    """
    Read a body that says it is JSON.

    Raises:
        HTTPUnsupportedMediaType: When it does not say so.
    """
    _see_that_it_says_json(request)
    return await read_body(request)


async def read_optional_json_body(request: Request) -> bytes:
    """
    Read a body that says it is JSON, or an empty one, whatever that says.

    Raises:
        HTTPUnsupportedMediaType: When there is one that does not say so.
    """
    body = await read_body(request)
    if body:
        _see_that_it_says_json(request)
    return body


def contact_edit_of(body: bytes) -> ContactEdit:
    """
    Read the edit that a body asks for; null, like an empty text, empties a field.

    Raises:
        InvalidInputError: When it is not an object of a contact's fields.
    """
    document = object_of(body)
    fields = {name: document[name] for name in CONTACT_FIELDS if name in document}
    for name in document.keys() - {*CONTACT_FIELDS, NUMBERS}:
        raise InvalidInputError(name[:LONGEST_NAME], f"is not one of {', '.join(CONTACT_FIELDS)}, {NUMBERS}")
    for name, value in fields.items():
        if not isinstance(value, str | None):
            raise InvalidInputError(name, "must be a text or null")
    return ContactEdit(fields=fields, phone_numbers=_numbers(document))


def _see_that_it_says_json(request: Request) -> None:
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type != falcon.MEDIA_JSON:
        raise falcon.HTTPUnsupportedMediaType(
            description=f"Send JSON, with Content-Type: {falcon.MEDIA_JSON}."
        )


def _numbers(document: Mapping[str, Any]) -> list[str] | None:
    if NUMBERS not in document:
        return None
    numbers = [] if document[NUMBERS] is None else document[NUMBERS]
    if not isinstance(numbers, list) or not all(isinstance(number, str) for number in numbers):
        raise InvalidInputError(NUMBERS, "must be a list of texts")
    return numbers


def object_of(body: bytes) -> dict[str, Any]:
    """
    Read a JSON object.

    Raises:
        InvalidInputError: When the body is none.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInputError("body", f"is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise InvalidInputError("body", "must be a JSON object")
    return document


def fields_of(body: bytes, names: Collection[str]) -> Mapping[str, object]:
    """
    Read the fields of a JSON object; an empty body has none.

    Raises:
        InvalidInputError: When it is no object, or has a field of another name.
    """
    document = object_of(body) if body else {}
    for name in document.keys() - set(names):
        reason = f"is not one of {', '.join(names)}" if names else "is not a field of this request"
        raise InvalidInputError(name[:LONGEST_NAME], reason)
    return document


def see_that_nothing_is_asked(body: bytes) -> None:
    """
    See that a body is empty, or an empty object.

    Raises:
        InvalidInputError: When it is not.
    """
    fields_of(body, ())
