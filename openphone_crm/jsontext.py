"""
The JSON text of a delivery: read strictly, and rewritten for a JSONB column.

A body is accepted when it is an RFC 8259 object of at most 200 levels. orjson reads it; what orjson refuses
although RFC 8259 allows it (lone surrogates, numbers beyond a double) the standard library reads to the same
kinds of value: integers beyond 64 bits become floats, as orjson has it, and numbers beyond a double stay
their text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from decimal import Context, Decimal
from hashlib import sha256
from itertools import accumulate
from typing import Any, Final, Never

import orjson

from openphone_crm.errors import BodyError

MAX_DEPTH: Final = 200

_WHITE_SPACE: Final = b" \t\r\n"
# Two bytes that no UTF-8 holds stand for an escaped backslash and an escaped quote while strings are found.
_ESCAPES: Final = ((b"\\\\", b"\xfe"), (b'\\"', b"\xff"))
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_ALL_BUT_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in _STEPS)
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT: Final = "\ufffd"
# 20 characters hold every 64-bit integer with its sign; 32 hold every double as a program writes it.
_LONGEST_INTEGER: Final = 20
_LONGEST_PLAIN_NUMBER: Final = 32
_QUIET: Final = Context(traps=[])


def parse_object(body: bytes) -> dict[str, Any]:
    """
    Read the one JSON object that a body is.

    Raises:
        BodyError: When the body is not RFC 8259, is nested deeper than 200 levels or is not an object.
    """
    if _is_too_deep(body):
        _refuse(f"nested deeper than {MAX_DEPTH} levels", body)
    try:
        parsed = _parse(body)
    except ValueError as error:
        _refuse(_explain(error), body)
    if not isinstance(parsed, dict):
        _refuse("JSON, but not an object", body)
    return parsed


def payload_text(body: bytes, parsed: dict[str, Any]) -> str:
    """
    Give the JSON text that a JSONB column takes for a body and what ``parse_object`` read in it.

    It is the body's own text when nothing in it needs changing; else the parsed object, with NUL and lone
    surrogates replaced by U+FFFD and numbers beyond a double as strings.
    """
    # What orjson accepts holds no lone surrogate and no number beyond a double: only NUL is left to look for.
    if b"\\u0000" not in body and _orjson_accepts(body):
        return body.decode()
    return _dump(parsed)


def plain_payload_text(body: bytes) -> str:
    """
    Give the JSON text for a database that refuses ``payload_text``: every unusual number becomes a string.

    A number stays one when it is a 64-bit integer, or is short and a finite double says exactly the same.
    """
    return _dump(_loads(body, parse_int=_plain_integer, parse_float=_plain_number))


def without_white_space(body: bytes) -> bytes:
    """Give the same JSON with the white space outside its strings removed, looking at bytes only."""
    # These two bytes occur in no UTF-8, so in no JSON: what holds them has no compact form.
    if any(stand_in in body for _, stand_in in _ESCAPES):
        return body
    pieces = _split_at_quotes(body)
    pieces[::2] = [piece.translate(None, _WHITE_SPACE) for piece in pieces[::2]]
    compact = b'"'.join(pieces)
    for escape, stand_in in _ESCAPES:
        compact = compact.replace(stand_in, escape)
    return compact


def _split_at_quotes(body: bytes) -> list[bytes]:
    """Cut a body at the quotes of its strings: the even pieces are outside, the odd ones inside a string."""
    for escape, stand_in in _ESCAPES:
        body = body.replace(escape, stand_in)
    return body.split(b'"')


def _is_too_deep(body: bytes) -> bool:
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    brackets = b"".join(_split_at_quotes(body)[::2]).translate(None, _ALL_BUT_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_DEPTH


def _refuse(reason: str, body: bytes) -> Never:
    # Without its cause, which holds the whole document.
    raise BodyError(reason, len(body), sha256(body).hexdigest()) from None


def _explain(error: ValueError) -> str:
    """Say what is wrong without a word of the document, which is personal data."""
    match error:
        case json.JSONDecodeError():
            return f"{error.msg}: character {error.pos}"
        case UnicodeDecodeError():
            return f"not UTF-8: byte {error.start}"
        case _:
            return str(error)


def _parse(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _loads(body, parse_int=_integer, parse_float=_number)


def _loads(
    body: bytes, *, parse_int: Callable[[str], object], parse_float: Callable[[str], object]
) -> object:
    # Decoded here: json.loads guesses UTF-16 from bytes, and lets surrogates encoded as UTF-8 through.
    return json.loads(
        body.decode(), parse_int=parse_int, parse_float=parse_float, parse_constant=_refuse_constant
    )


def _refuse_constant(name: str) -> Never:
    message = f"{name} is no JSON number"
    raise ValueError(message)


def _integer(text: str) -> float | str:
    return int(text) if _fits_64_bits(text, unsigned=True) else _number(text)


def _number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _plain_integer(text: str) -> float | str:
    return int(text) if _fits_64_bits(text, unsigned=False) else _plain_number(text)


def _plain_number(text: str) -> float | str:
    if len(text) > _LONGEST_PLAIN_NUMBER:
        return text
    number = float(text)
    says_the_same = math.isfinite(number) and Decimal(text, _QUIET) == Decimal(repr(number))
    return number if says_the_same else text


def _fits_64_bits(text: str, *, unsigned: bool) -> bool:
    # The length first: int() refuses more than 4,300 digits.
    return len(text) <= _LONGEST_INTEGER and -(2**63) <= int(text) < 2 ** (64 if unsigned else 63)


def _orjson_accepts(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return True


def _dump(parsed: object) -> str:
    return orjson.dumps(_storable(parsed)).decode()


def _storable(value: object) -> object:
    match value:
        case str():
            return _UNSTORABLE.sub(_REPLACEMENT, value)
        case dict():
            return {_UNSTORABLE.sub(_REPLACEMENT, key): _storable(child) for key, child in value.items()}
        case list():
            return [_storable(child) for child in value]
        case _:
            return value
