"""Which bodies are JSON, and how what a database or a page cannot hold is shown."""

from __future__ import annotations

import json

import pytest

from tests.integration.contract.legacy import app_event, app_text
from tests.integration.contract.numbers import Numbers, unused_word
from tests.integration.contract.shop import Shop

NO_OBJECTS = {
    "nothing": b"",
    "NaN": b'{"type":"message.read","n":NaN}',
    "infinity": b'{"type":"message.read","n":-Infinity}',
    "bad UTF-8": b'{"type":"message.read","n":"\xff\xfe"}',
    "a surrogate in UTF-8": b'{"type":"message.read","n":"\xed\xa0\x80"}',
    "truncated": b'{"type":"message.read","n":',
    "more after it": b'{"type":"message.read"}{}',
    "a control character": b'{"type":"message.read","n":"\x01"}',
    "single quotes": b"{'type':'message.read'}",
    "a trailing comma": b'{"type":"message.read",}',
    "an array": b'[{"type":"message.read"}]',
    "a string": b'"message.read"',
    "a number": b"7",
    "null": b"null",
    "too deep": b'{"type":"message.read","n":' + b"[" * 210 + b"]" * 210 + b"}",
    "far too deep": b'{"type":"message.read","n":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep and truncated": b'{"type":"message.read","n":' + b'{"a":' * 100_000,
}


def queued(shop: Shop, body: bytes) -> str:
    """Post a signed body that must be stored, and give the id of its row."""
    response = shop.post(body, shop.legacy_headers(body))
    assert response.status_code == 200, response.text
    assert response.json()["status"] == "queued"
    return str(response.json()["id"])


def body_with(value: str) -> bytes:
    """Make a body that no other test posts, with JSON text in it that is taken as it is."""
    return b'{"type":"message.read","word":"%b","value":%b}' % (unused_word().encode(), value.encode())


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_what_is_no_json_object_is_refused(shop: Shop, body: bytes) -> None:
    """A signed body that is no JSON object by RFC 8259 is 400, a problem document, and not stored."""
    before = shop.listed("webhook-events", limit=1)

    for headers in (shop.legacy_headers(body), shop.standard_headers(body)):
        response = shop.post(body, headers)
        assert response.status_code == 400
        assert response.headers["content-type"].startswith("application/problem+json")
        assert response.json()["title"] != "Invalid signature"

    assert shop.listed("webhook-events", limit=1) == before


def test_two_hundred_levels_are_read(shop: Shop) -> None:
    """Depth that is allowed is stored and shown."""
    id_ = queued(shop, body_with("[" * 190 + "]" * 190))

    assert json.dumps(shop.event(id_)["payload"]["value"]).count("[") == 190


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r'"a\u0000b"', "a\ufffdb"),
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"a\udc00"', "a\ufffd"),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"a\\u0000b"', r"a\u0000b"),
        (r'{"k\u0000":["\udfff"]}', {"k\ufffd": ["\ufffd"]}),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("-9223372036854775809", -9223372036854775809),
        ("[0.1,1e3,true,null]", [0.1, 1000.0, True, None]),
    ],
)
def test_strange_values_are_stored_and_shown(shop: Shop, written: str, shown: object) -> None:
    """NUL and lone surrogates become U+FFFD in what the API shows, everything else stays."""
    id_ = queued(shop, body_with(written))

    assert shop.event(id_)["payload"]["value"] == shown


@pytest.mark.parametrize("written", ["1e400", "-1e999", "1" + "0" * 5000, "0." + "1" * 5000, "1e-400"])
def test_big_numbers_are_valid(shop: Shop, written: str) -> None:
    """A number that no machine word holds is stored, and its row can be read."""
    id_ = queued(shop, body_with(written))

    assert shop.get(f"webhook-events/{id_}").status_code == 200


def test_strange_characters_in_a_text_are_readable(shop: Shop, numbers: Numbers) -> None:
    """A message with NUL and a lone surrogate in it stands in its conversation, readable."""
    payload = app_text(numbers, body="before \x00 between \ud800 after")

    shop.receive(payload)

    text = shop.item(numbers, "message")["text"]
    assert text.startswith("before ")
    assert text.endswith(" after")
    assert " between " in text


def test_repeated_names_do_no_harm(shop: Shop) -> None:
    """An object that names a member twice is JSON, and is stored."""
    id_ = queued(shop, b'{"type":"message.read","type":"message.read","word":"%b"}' % unused_word().encode())

    assert shop.event(id_)["event_type"] == "message.read"


def test_the_payload_is_shown_as_sent(shop: Shop, numbers: Numbers) -> None:
    """The payload of a row is the object that was sent."""
    payload = app_event("message.read", {"id": numbers.line_id, "list": [1, {"a": None}], "text": "Hé 🙂"})

    (id_,) = shop.receive(payload)

    assert shop.event(id_)["payload"] == payload
