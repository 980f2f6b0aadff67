"""Methods, sizes and forms of requests to the webhook URL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.contract.legacy import app_text
from tests.integration.contract.numbers import Numbers
from tests.integration.contract.shop import WEBHOOK_PATH, Shop

MEBIBYTE = 1024 * 1024


def padded(size: int, word: str) -> bytes:
    """Make a JSON object of exactly that many bytes."""
    frame = b'{"type":"message.read","word":"%b","padding":""}' % word.encode()
    return frame[:-2] + b"x" * (size - len(frame)) + frame[-2:]


def in_chunks(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    """Cut a body into the pieces of a chunked request."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


def post_in_chunks(shop: Shop, body: bytes) -> tuple[int, str]:
    """Post a signed body without saying beforehand how long it is."""
    headers = shop.legacy_headers(body)
    response = shop.send("POST", WEBHOOK_PATH, role=None, content=in_chunks(body, 1000), headers=headers)
    return response.status_code, response.headers["content-type"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_at_the_url_is_answered(shop: Shop, method: str) -> None:
    """OpenPhone may look at the URL before it saves it: 200."""
    assert shop.send(method, WEBHOOK_PATH, role=None).status_code == 200


def test_other_methods_are_not_allowed(shop: Shop) -> None:
    """Anything but GET, HEAD and POST is 405, a problem document."""
    response = shop.send("PUT", WEBHOOK_PATH, role=None, content=b"{}")

    assert response.status_code == 405
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "nonsense"]
)
def test_query_and_content_type_are_ignored(shop: Shop, numbers: Numbers, content_type: str | None) -> None:
    """Parameters in the URL and any Content-Type, or none, change nothing."""
    body, headers = shop.signed(app_text(numbers))
    kind = {} if content_type is None else {"Content-Type": content_type}

    response = shop.post(body, {**headers, **kind}, path="?id=7&type=call.completed")

    assert response.json()["status"] == "queued"


def test_a_body_may_come_in_chunks(shop: Shop, numbers: Numbers) -> None:
    """A chunked body is read whole: it is stored, and shown."""
    body, headers = shop.signed(app_text(numbers, body="in pieces"))

    response = shop.send("POST", WEBHOOK_PATH, role=None, content=in_chunks(body, 40), headers=headers)

    assert response.json()["status"] == "queued"
    shop.deliver(app_text(numbers, body="after it", at=1))
    shop.settled()
    assert "in pieces" in str(shop.event(response.json()["id"])["payload"])


def test_one_mebibyte_is_accepted(shop: Shop) -> None:
    """The limit itself is not over the limit, in chunks or whole."""
    whole, pieces = padded(MEBIBYTE, "whole"), padded(MEBIBYTE, "pieces")

    assert shop.post(whole, shop.legacy_headers(whole)).status_code == 200
    assert post_in_chunks(shop, pieces)[0] == 200


@pytest.mark.parametrize("size", [MEBIBYTE + 1, 2 * MEBIBYTE])
def test_more_than_a_mebibyte_is_too_large(shop: Shop, size: int) -> None:
    """A body over 1 MiB is 413, a problem document, signed or not."""
    body = padded(size, "large")

    for headers in (shop.legacy_headers(body), {}):
        response = shop.post(body, headers)
        assert response.status_code == 413
        assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("size", [MEBIBYTE + 1, 2 * MEBIBYTE])
def test_more_than_a_mebibyte_in_chunks_is_too_large(shop: Shop, size: int) -> None:
    """A body that does not say its length is 413 too, once it is over 1 MiB."""
    status, content_type = post_in_chunks(shop, padded(size, "chunks"))

    assert status == 413
    assert content_type.startswith("application/problem+json")


def test_what_is_too_large_is_not_stored(shop: Shop) -> None:
    """After a body that is too large, the next one on the same connection is stored as ever."""
    large, small = padded(2 * MEBIBYTE, "first"), padded(100, "second")

    refused = shop.post(large, shop.legacy_headers(large))
    stored = shop.post(small, shop.legacy_headers(small))

    assert (refused.status_code, stored.status_code) == (413, 200)


def test_the_process_says_that_it_lives_and_is_ready(shop: Shop) -> None:
    """`/healthz` and `/readyz` answer 200 without a token."""
    assert shop.get("/healthz", role=None).status_code == 200
    assert shop.get("/readyz", role=None).status_code == 200
