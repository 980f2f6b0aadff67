"""What a form of the console sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import parse_qs

import attrs
import falcon
from falcon.asgi import Request

from adapters.falcon_http.bodies import read_body
from openphone_crm.errors import InvalidInputError

CSRF_FIELD = "csrf"
MOST_FIELDS = 500
LONGEST_TEXT = 10_000

_MEDIA_TYPE = "application/x-www-form-urlencoded"


@attrs.frozen
class Form:
    """The fields of a form, by name."""

    _fields: Mapping[str, Sequence[str]]

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """
        What stands in a field, without white space around it; empty where there is no such field.

        Raises:
            InvalidInputError: When it is too long, or has a NUL.
        """
        text = self._fields.get(name, ("",))[-1].strip()
        if len(text) > longest or "\x00" in text:
            raise InvalidInputError(name, f"must be at most {longest} characters, without NUL")
        return text

    def texts(self, name: str) -> Sequence[str]:
        """What stands in all fields of this name, such as ticked boxes."""
        return self._fields.get(name, ())

    def has(self, name: str) -> bool:
        """Whether there is such a field, such as a ticked box or the button that was pressed."""
        return name in self._fields


def form_of(request: Request) -> Form:
    """The form that this request sent, as the door has read it."""
    return cast("Form", request.context.form)


async def read_form(request: Request) -> Form:
    """
    Read a form.

    Raises:
        HTTPUnsupportedMediaType: When it is anything else.
        InvalidInputError: When it cannot be read, or has too many fields.
    """
    content_type = (request.content_type or "").partition(";")[0].strip().lower()
    if content_type not in {_MEDIA_TYPE, ""}:
        raise falcon.HTTPUnsupportedMediaType(description=f"Send a form as {_MEDIA_TYPE}.")
    body = await read_body(request)
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise InvalidInputError("form", "must be UTF-8 and have few fields") from error
    return Form(fields)
