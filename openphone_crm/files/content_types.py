"""Which kinds of file are kept, and what they are called."""

from __future__ import annotations

import re
from typing import Final

from openphone_crm.errors import UnexpectedTypeError

UNKNOWN_TYPE: Final = "application/octet-stream"

_NAME = r"[A-Za-z0-9!#$&^_.+-]{1,60}"
_TYPE = re.compile(rf"\s*({_NAME}/{_NAME})\s*(;.*)?", re.DOTALL)
_FAMILIES = ("audio/", "image/", "video/")
_SINGLE = frozenset({"application/pdf", "text/vcard", "text/x-vcard", "text/directory", UNKNOWN_TYPE})
# What S3 says of a file that nobody told it anything about; and a picture that is a program, which a browser
# runs in our own pages' name.
_UNTOLD = frozenset({"binary/octet-stream", "image/svg+xml"})
_SHOWN = 100


def content_type_of(header: str | None) -> str:
    """
    The type of a file by what its host says of it: lower case, without parameters.

    A host that says nothing has a file all the same. A picture that can hold a program keeps its bytes,
    and loses its type.

    >>> content_type_of("Audio/MPEG; charset=binary")
    'audio/mpeg'
    >>> content_type_of("image/svg+xml")
    'application/octet-stream'

    Raises:
        UnexpectedTypeError: When it is neither sound, picture, film, PDF, card nor plain bytes.
    """
    if not (header or "").strip():
        return UNKNOWN_TYPE
    found = _TYPE.fullmatch(header or "")
    kind = found[1].lower() if found else ""
    if kind in _UNTOLD:
        return UNKNOWN_TYPE
    if kind.startswith(_FAMILIES) or kind in _SINGLE:
        return kind
    raise UnexpectedTypeError((kind or header or "")[:_SHOWN])
