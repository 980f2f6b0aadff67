"""
Hostile input (R2): whatever is thrown at the server, it never answers 500 or above, and goes on.

The short form runs by default; `HYPOTHESIS_PROFILE=long` is the long one.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.integration.contract.installation import installed
from tests.integration.contract.numbers import unused_word
from tests.integration.contract.shop import LARGEST_PAGE, WEBHOOK_PATH, Json, Shop
from tests.integration.hostile_values import HEADERS, OBJECTS, PATHS, QUERIES, TEXTS, TYPES, damaged

ANSWER_LIMIT_S: Final = 20.0
POST: Final = b"POST %b HTTP/1.1\r\nHost: a\r\n" % WEBHOOK_PATH.encode()

# A request takes milliseconds: the short form can afford more of them than other tests can.
FUZZ: Final = settings(max_examples=max(100, settings().max_examples))


@pytest.fixture(scope="module", params=["embedded", "distributed"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """Lend a running product of its own: what is done to it here shall trouble no other test."""
    with installed(request) as shop:
        yield shop


def answer_to(shop: Shop, request: bytes) -> int | None:
    """Send raw bytes, say that this was all, and give the status of the answer; None when there is none."""
    address = urlsplit(shop.base_url)
    with socket.create_connection(
        (str(address.hostname), address.port), timeout=ANSWER_LIMIT_S
    ) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(100)
        except ConnectionError:
            return None
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else None


def is_json(document: Json) -> bool:
    """Tell whether a document can be written as RFC 8259 has it: Python writes NaN and infinities too."""
    try:
        json.dumps(document, allow_nan=False)
    except ValueError:
        return False
    return True


def assert_alive(shop: Shop) -> None:
    """The server still takes a delivery, and works on it."""
    body, headers = shop.signed({"type": unused_word()})
    assert shop.post(body, headers).json()["status"] == "queued"
    shop.settled()


@FUZZ
@given(headers=HEADERS, body=st.binary())
def test_arbitrary_requests(shop: Shop, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """
    Arbitrary headers, doubled, broken or contradicting, and an arbitrary body are never a 5xx.

    But for the 501 that RFC 9112 (6.1) wants of a transfer coding which the server does not know.
    """
    lines = [b"Content-Length: %d" % len(body), *[b"%b: %b" % header for header in headers]]

    status = answer_to(shop, POST + b"\r\n".join([*lines, b"Connection: close", b"", body]))

    has_coding = any(name.strip().lower() == b"transfer-encoding" for name, _ in headers)
    assert status is None or status < 500 or (status == 501 and has_coding)


@FUZZ
@given(request=st.binary(max_size=200))
def test_arbitrary_bytes(shop: Shop, request: bytes) -> None:
    """What is no HTTP at all is never a 5xx."""
    status = answer_to(shop, request)

    assert status is None or status < 500


@FUZZ
@given(body=st.binary(max_size=300) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_arbitrary_signed_bodies(shop: Shop, body: bytes) -> None:
    """A signed body is stored or is 400, whatever it is."""
    for headers in (shop.legacy_headers(body), shop.standard_headers(body)):
        assert shop.post(body, headers).status_code in (200, 400)


@FUZZ
@given(value=OBJECTS, type_=TYPES)
def test_arbitrary_objects(shop: Shop, value: Json, type_: object) -> None:
    """A signed JSON object is stored and can be read, whatever is in it."""
    document = {**value, "type": type_, "word": unused_word()}
    body = json.dumps(document).encode()
    expected = 200 if is_json(document) else 400

    response = shop.post(body, shop.legacy_headers(body))

    assert response.status_code == expected
    if expected == 200:
        assert shop.get(f"webhook-events/{response.json()['id']}").status_code == 200


def test_damaged_payloads(shop: Shop) -> None:
    """A payload with anything anywhere is stored, and settled at once: nothing is tried again in vain."""
    rows: list[str] = []

    @FUZZ
    @given(payload=damaged())
    def deliver(payload: Json) -> None:
        assume(is_json(payload))
        body = json.dumps({**payload, "word": unused_word()}).encode()
        response = shop.post(body, shop.legacy_headers(body))
        assert response.status_code == 200
        rows.append(response.json()["id"])

    deliver()

    shop.settled()
    events = shop.everything("webhook-events", limit=LARGEST_PAGE)
    assert [event for event in events if event["retry_count"] or event["status"] == "pending"] == []
    assert {event["id"] for event in events} >= set(rows)
    for path in ("conversations", "contacts", "calls"):
        assert isinstance(shop.everything(path, limit=LARGEST_PAGE), list)


@FUZZ
@given(path=PATHS, query=QUERIES, id_=st.text(max_size=20))
def test_arbitrary_queries(shop: Shop, path: str, query: dict[str, str], id_: str) -> None:
    """Arbitrary parameters and ids are answered, refused or not found, and never a 5xx."""
    response = shop.send("GET", path, params=query)
    one = shop.get(f"webhook-events/{quote(id_, safe='')}x")

    assert response.status_code in (200, 400)
    assert one.status_code == 404


def test_the_server_goes_on(shop: Shop) -> None:
    """After broken, cut and oversized requests the next delivery is stored and worked on."""
    answer_to(shop, POST + b"Content-Length: 100\r\n\r\n{")
    answer_to(
        shop,
        b"POST %b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" % WEBHOOK_PATH.encode(),
    )
    answer_to(shop, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    answer_to(shop, b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n")
    ten_megabytes = b'{"type":"message.read","word":"' + b"x" * 10_000_000 + b'"}'

    assert shop.post(ten_megabytes, shop.legacy_headers(ten_megabytes)).status_code == 413
    assert_alive(shop)
