"""Both schemes against vectors that our own signer had no hand in."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from openphone_crm.webhooks import Scheme, Verified, sign_legacy, sign_standard
from tests.unit.webhooks.deliveries import LEGACY_KEY, NOW, STANDARD_KEY, received

PUBLIC_BODY = b'{"test": 2432232314}'
PUBLIC_HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
PUBLIC_TIME = datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)

# Computed by `openssl dgst -sha256 -mac HMAC` over `1767225600000.` and the body, with the documented key.
LEGACY_VECTORS = [
    pytest.param(
        '{"id":"EV1","type":"message.received","data":{"object":{"body":"Can you fix it today?"}}}',
        "hmac;1;1767225600000;DLJDfVdYkPzaL9YFnL+qTRkEm5EghlQJKJC3quB35S0=",
        id="a text",
    ),
    pytest.param(
        '{"id":"EV2","data":{"object":{"body":"Zoë 🙂"}}}',
        "hmac;1;1767225600000;ABSrSwGZzfTs+ngiYQnYXy7gYysY5ySLRT7aI1XzYxk=",
        id="not ASCII",
    ),
    pytest.param(
        r'{"text":"two  spaces, a \"quote\" and a tab \t","path":"C:\\","list":[1,2]}',
        "hmac;1;1767225600000;XaHvvxH2AyeS0asjKHEFLqK4RvY1AzLtFlCSLxO5Adk=",
        id="escapes",
    ),
    pytest.param(
        "{}", "hmac;1;1767225600000;jOwQSkgrwN1IPttuB2Szoe32aRnA7YARMkJT/L1WQSA=", id="empty object"
    ),
]


def test_public_standard_webhooks_vector() -> None:
    """The vector that Standard Webhooks publishes is accepted."""
    verified = received(PUBLIC_HEADERS, PUBLIC_BODY, now=PUBLIC_TIME)

    assert verified == Verified(
        scheme=Scheme.STANDARD, delivery_key="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=PUBLIC_TIME
    )


def test_signer_makes_the_public_vector() -> None:
    """Our signer writes the published headers to the letter."""
    headers = sign_standard(
        PUBLIC_BODY, key=STANDARD_KEY, delivery_id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=PUBLIC_TIME
    )

    assert headers == PUBLIC_HEADERS


@pytest.mark.parametrize(("text", "header"), LEGACY_VECTORS)
def test_legacy_vectors(text: str, header: str) -> None:
    """A legacy signature made by OpenSSL is accepted, and the body's digest is the delivery key."""
    verified = received({"openphone-signature": header}, text.encode())

    assert verified == Verified(
        scheme=Scheme.LEGACY, delivery_key=sha256(text.encode()).hexdigest(), timestamp=NOW
    )


@pytest.mark.parametrize(("text", "header"), LEGACY_VECTORS)
def test_signer_makes_the_legacy_vectors(text: str, header: str) -> None:
    """Our signer writes what OpenSSL computes."""
    headers = sign_legacy(text.encode(), key=LEGACY_KEY, at=NOW)

    assert headers == {"openphone-signature": header}


def test_pretty_printed_body_of_a_compact_signature() -> None:
    """White space outside strings is not signed by the legacy scheme; that inside strings is."""
    pretty = r"""
        { "text" : "two  spaces, a \"quote\" and a tab \t" ,
          "path": "C:\\", "list": [ 1,
          2 ] }
    """.replace("\n", "\r\n\t")
    header = "hmac;1;1767225600000;XaHvvxH2AyeS0asjKHEFLqK4RvY1AzLtFlCSLxO5Adk="

    verified = received({"openphone-signature": header}, pretty.encode())

    assert verified.delivery_key == sha256(pretty.encode()).hexdigest()
