"""Deliveries are signed as OpenPhone signs them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from openphone_crm.testing import Generation, sign
from openphone_crm.testing.deliveries import about, compact
from openphone_crm.testing.events import message_received
from openphone_crm.testing.payloads import render
from openphone_crm.webhooks import Scheme, SigningKeys, verify

LEGACY_KEY = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg="
STANDARD_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2026, 4, 13, 19, 1, tzinfo=UTC)


@pytest.mark.parametrize("generation", Generation)
def test_every_signature_verifies(generation: Generation) -> None:
    """What is signed here, the verifier accepts."""
    key = LEGACY_KEY if generation.is_legacy else STANDARD_KEY
    payload = render(message_received("Hé 🙂"), generation)

    delivery = sign(payload, generation=generation, key=key, at=NOW)

    verified = verify(delivery.headers, delivery.body, keys=SigningKeys.parse(key), now=NOW)
    assert verified.scheme is (Scheme.LEGACY if generation.is_legacy else Scheme.STANDARD)


def test_a_body_is_compact_and_raw() -> None:
    """No white space, and UTF-8 as it is."""
    assert compact({"text": "Hé", "to": []}) == '{"text":"Hé","to":[]}'.encode()


def test_a_lone_surrogate_is_escaped() -> None:
    """JSON.stringify writes a lone surrogate as an escape."""
    assert compact({"text": "\ud800"}) == b'{"text":"\\ud800"}'


def test_a_repeated_delivery_keeps_its_id() -> None:
    """The same sequence has the same webhook-id, another one another."""
    payload = render(message_received(), "2026-03-30")

    first, again, other = (
        sign(payload, generation="2026-03-30", key=STANDARD_KEY, at=NOW, sequence=n) for n in (1, 1, 2)
    )

    assert first.delivery_id == again.delivery_id == first.headers["webhook-id"]
    assert first.delivery_id != other.delivery_id


def test_a_legacy_delivery_is_known_by_its_body() -> None:
    """Legacy deliveries have no id but the digest of what was sent."""
    delivery = sign(render(message_received(), "app-v3"), generation="app-v3", key=LEGACY_KEY, at=NOW)

    assert delivery.delivery_id == hashlib.sha256(delivery.body).hexdigest()


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"type": "message.received", "data": {"object": {"id": "ACx1"}}}, ("message", "ACx1")),
        ({"type": "callTranscript", "data": {"object": {"callId": "ACx1"}}}, ("transcript", "ACx1")),
        (
            {"type": "call.voicemail.completed", "data": {"resource": {"id": "ACx2", "callId": "ACx1"}}},
            ("voicemail", "ACx1"),
        ),
        ({"type": "weather.changed", "data": {}}, ("unknown", "")),
        ({"data": None}, ("unknown", "")),
    ],
)
def test_a_delivery_knows_what_it_is_about(payload: dict[str, object], expected: tuple[str, str]) -> None:
    """Parts of a call are found by the call's id, whatever the shape."""
    assert about(payload) == expected
