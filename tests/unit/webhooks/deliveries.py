"""Two keys of each scheme, a moment, and signed deliveries to start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

import pytest

from openphone_crm.errors import SignatureError
from openphone_crm.webhooks import SigningKeys, Tolerances, Verified, sign_legacy, sign_standard, verify

# The sample keys of the documentation of OpenPhone and of Standard Webhooks, both public, and others.
LEGACY_KEY: Final = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg="
OTHER_LEGACY_KEY: Final = "b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXMgISE="
STANDARD_KEY: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_STANDARD_KEY: Final = "whsec_b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXM="
KEYS: Final = SigningKeys.parse(f"{LEGACY_KEY} {STANDARD_KEY}")

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
BODY: Final = b'{"id":"EV1","type":"message.received"}'
DELIVERY_ID: Final = "msg_1"


def legacy(body: bytes = BODY, *, key: str = LEGACY_KEY, at: datetime = NOW) -> dict[str, str]:
    """Sign as an app or v1 webhook does."""
    return sign_legacy(body, key=key, at=at)


def legacy_value(body: bytes = BODY, *, key: str = LEGACY_KEY, at: datetime = NOW) -> str:
    """Give the one header value of a legacy signature."""
    return legacy(body, key=key, at=at)["openphone-signature"]


def standard(
    body: bytes = BODY, *, key: str = STANDARD_KEY, delivery_id: str = DELIVERY_ID, at: datetime = NOW
) -> dict[str, str]:
    """Sign as a 2026-03-30 webhook does."""
    return sign_standard(body, key=key, delivery_id=delivery_id, at=at)


def received(
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
    body: bytes = BODY,
    *,
    keys: SigningKeys = KEYS,
    now: datetime = NOW,
) -> Verified:
    """Verify with both keys, now, with the default tolerances."""
    return verify(headers, body, keys=keys, now=now, tolerances=Tolerances())


def refusal(
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
    body: bytes = BODY,
    *,
    keys: SigningKeys = KEYS,
    now: datetime = NOW,
) -> SignatureError:
    """Give the error of a delivery that must be refused."""
    with pytest.raises(SignatureError) as caught:
        received(headers, body, keys=keys, now=now)
    return caught.value
