"""Reading a body as JSON, and rewriting it for a JSONB column."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import BodyError
from openphone_crm.jsontext import parse_object, payload_text, plain_payload_text

ANY_TEXT = st.text(st.characters(exclude_categories=()))
ANY_NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANY_VALUE = st.recursive(
    st.none() | st.booleans() | ANY_NUMBER | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def rewritten(body: bytes) -> str:
    """Give the payload text of a body."""
    return payload_text(body, parse_object(body))


def readable(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Replace what a JSONB column cannot hold, and read integers as orjson does."""
    match value:
        case str():
            return UNSTORABLE.sub("\ufffd", value)
        case dict():
            return {readable(key): readable(child) for key, child in value.items()}
        case list():
            return [readable(child) for child in value]
        case int() if not -(2**63) <= value < 2**64:
            return float(value)
        case _:
            return value


def nested(levels: int, *, opening: str, closing: str, number: str = "1") -> bytes:
    """Give an object of exactly so many levels, with a number that decides who parses it."""
    inner = opening * (levels - 1) + "null" + closing * (levels - 1)
    return f'{{"n":{number},"a":{inner}}}'.encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Expecting value: character 0"),
        (b"{", "Expecting property name enclosed in double quotes: character 1"),
        (b'{"a":1', "Expecting ',' delimiter: character 6"),
        (b'{"a":1}x', "Extra data: character 7"),
        (b'{"a":1,}', None),
        (b'{"a":01}', "Expecting ',' delimiter: character 6"),
        (b"{'a':1}", None),
        (b'{"a":NaN}', "NaN is no JSON number"),
        (b'{"a":Infinity}', "Infinity is no JSON number"),
        (b'{"a":[-Infinity]}', "-Infinity is no JSON number"),
        (b'{"a":"\xff"}', "not UTF-8: byte 6"),
        (b'{"a":"\xed\xa0\x80"}', "not UTF-8: byte 6"),
        (b'\xef\xbb\xbf{"a":1}', "Unexpected UTF-8 BOM (decode using utf-8-sig): character 0"),
        ('{"a":1}'.encode("utf-16"), "not UTF-8: byte 0"),
        (b'{"a":"\x00"}', "Invalid control character at: character 6"),
        (b'{"a":"\n"}', "Invalid control character at: character 6"),
        (b'{"a":"\\x41"}', None),
        (b'{"a":"\\ud8"}', None),
        (b"\x0b{}", "Expecting value: character 0"),
        ("{\u00a0}".encode(), None),
        ('{"a":\u0661}'.encode(), None),
        (b"[]", "JSON, but not an object"),
        (b'"text"', "JSON, but not an object"),
        (b"null", "JSON, but not an object"),
        (b"1e400", "JSON, but not an object"),
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes, reason: str | None) -> None:
    """A body that RFC 8259 does not allow, or that is no object, is identified and not quoted."""
    with pytest.raises(BodyError) as caught:
        parse_object(body)

    assert caught.value.reason == (reason or caught.value.reason)
    assert (caught.value.size, caught.value.sha256) == (len(body), sha256(body).hexdigest())
    assert caught.value.__cause__ is None


def test_a_refusal_does_not_show_the_document() -> None:
    """The error's text has the size and the digest, and nothing a customer wrote."""
    with pytest.raises(BodyError) as caught:
        parse_object(b'{"secret"')

    assert str(caught.value).startswith(
        "not a JSON object: Expecting ':' delimiter: character 9 (9 bytes, sha"
    )


@pytest.mark.parametrize("number", ["1", "1e400"])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('{"[{": "\\"[[{", "a":', "}")])
def test_two_hundred_levels_are_the_limit(opening: str, closing: str, number: str) -> None:
    """Objects and arrays count, brackets inside strings do not, whichever parser reads them."""
    deepest = nested(200, opening=opening, closing=closing, number=number)
    too_deep = nested(201, opening=opening, closing=closing, number=number)

    assert rewritten(deepest)
    with pytest.raises(BodyError, match="nested deeper than 200 levels"):
        parse_object(too_deep)


@pytest.mark.parametrize(
    "body", [b'{"a":' * 100_000, b"[" * 100_000, nested(5_000, opening="[", closing="]")]
)
def test_very_deep_bodies_do_not_exhaust_the_stack(body: bytes) -> None:
    """However deep, closed or not, it is the same refusal."""
    with pytest.raises(BodyError, match="nested deeper than 200 levels"):
        parse_object(body)


def test_width_is_not_depth() -> None:
    """A transcript of a thousand lines is no deeper than one of a single line."""
    body = orjson.dumps({"dialogue": [{"content": f"[{n}]", "words": []} for n in range(1_000)]})

    assert len(parse_object(body)["dialogue"]) == 1_000


def test_brackets_in_a_string_without_end_are_refused_as_such() -> None:
    """Only brackets outside strings count, also when the string never ends."""
    with pytest.raises(BodyError, match="Unterminated string"):
        parse_object(b'{"a":"' + b"[" * 300)


def test_ordinary_text_is_kept_to_the_letter() -> None:
    """A body with nothing to change is its own payload text: white space, key order and digits."""
    body = (
        '{ "b": "é \\ud83d\\ude00 \\\\ud800", "a": [1.50, 123456789012345678901234567890, -0.0] }\n'.encode()
    )

    assert rewritten(body) == body.decode()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r'{"a":"x\u0000y"}', '{"a":"x\ufffdy"}'),
        (r'{"a\u0000":{"\u0000":[1,null,true,2.5]}}', '{"a\ufffd":{"\ufffd":[1,null,true,2.5]}}'),
        (r'{"a":"\\u0000"}', r'{"a":"\\u0000"}'),
        (r'{"a":"\ud83d"}', '{"a":"\ufffd"}'),
        (r'{"a":"\uDE00\uD83D"}', '{"a":"\ufffd\ufffd"}'),
        (r'{"a":"\ud83d\ude00\ud83d"}', '{"a":"😀\ufffd"}'),
        (r'{"\udc00":"\ud83d\u0041"}', '{"\ufffd":"\ufffdA"}'),
        ('{"a":1e400,"b":[-1e999]}', '{"a":"1e400","b":["-1e999"]}'),
        (f'{{"a":{"9" * 5_000}}}', f'{{"a":"{"9" * 5_000}"}}'),
        (f'{{"a":-{"9" * 400}}}', f'{{"a":"-{"9" * 400}"}}'),
        (
            '{"a":1e400,"b":[18446744073709551615,18446744073709551616,-9223372036854775808]}',
            '{"a":"1e400","b":[18446744073709551615,1.8446744073709552e+19,-9223372036854775808]}',
        ),
    ],
)
def test_what_a_column_cannot_hold_is_replaced(body: str, text: str) -> None:
    """NUL and lone surrogates become U+FFFD, numbers beyond a double their text; the rest stays."""
    assert rewritten(body.encode()) == text


def test_numbers_beyond_a_double_are_their_text() -> None:
    """Big numbers neither crash nor become infinite."""
    parsed = parse_object(b'{"a":1e400,"b":' + b"9" * 5_000 + b',"c":12345678901234567890123,"d":1e-20000}')

    assert parsed == {"a": "1e400", "b": "9" * 5_000, "c": 1.2345678901234568e22, "d": 0.0}


@given(value=ANY_VALUE)
def test_any_value_comes_back(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Whatever was sent is in the payload text, apart from what a column cannot hold."""
    body = json.dumps({"value": value}).encode()

    assert orjson.loads(rewritten(body)) == {"value": readable(value)}


@given(value=ANY_VALUE)
def test_any_value_can_be_made_plain(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """The last resort is valid JSON without NUL and surrogates, whatever was sent."""
    text = plain_payload_text(json.dumps({"value": value}).encode())

    assert orjson.loads(text)
    assert not UNSTORABLE.search(json.dumps(orjson.loads(text), ensure_ascii=False))


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", '"9223372036854775808"'),
        ("18446744073709551615", '"18446744073709551615"'),
        ("1.50", "1.5"),
        ("0.1", "0.1"),
        ("1E2", "100.0"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("5e-324", "5e-324"),
        ("1e400", '"1e400"'),
        ("1e-20000", '"1e-20000"'),
        ("0e99999", "0.0"),
        ("0e99999999999999999999", '"0e99999999999999999999"'),
        ("0.1000000000000000055511151231", '"0.1000000000000000055511151231"'),
        ("12345678901234567890123", '"12345678901234567890123"'),
        ("0." + "0" * 40 + "1", '"0.' + "0" * 40 + '1"'),
        ("9" * 5_000, f'"{"9" * 5_000}"'),
    ],
)
def test_plain_numbers(number: str, plain: str) -> None:
    """A number that a double or 64 bits cannot say exactly is a string in the last resort."""
    assert plain_payload_text(f'{{"a":{number}}}'.encode()) == f'{{"a":{plain}}}'
