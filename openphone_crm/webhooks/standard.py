"""
The scheme of 2026-03-30 webhooks: Standard Webhooks, three headers (``svix-*`` are aliases of ``webhook-*``).

Signed is ``id.timestamp.body``; the signature header is a space-separated list of ``v1,<base64>``, other
versions are ignored, and one that matches is enough. Several values of the signature header are tried one
after the other. The id and the timestamp are one fact each: sent twice, both must say the same, or the scheme
refuses.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain, islice
from typing import Final

from openphone_crm.webhooks.clock import SECONDS, read_timestamp
from openphone_crm.webhooks.encoding import strict_base64
from openphone_crm.webhooks.headers import (
    STANDARD_HEADERS,
    WEBHOOK_ID,
    WEBHOOK_SIGNATURE,
    WEBHOOK_TIMESTAMP,
    SignatureHeaders,
)
from openphone_crm.webhooks.values import DIGEST_SIZE, MAX_SIGNATURES, Refusal, Scheme, Verified

VERSION: Final = "v1"

# A longer id is hashed to become a delivery key, which is the value of an indexed column.
_LONGEST_ID: Final = 200


def check_standard(
    headers: SignatureHeaders, body: bytes, *, keys: Sequence[bytes], now: datetime, tolerance: timedelta
) -> Verified | Refusal:
    """
    Accept a delivery when any key made any of its signatures.

    Looked at are the first 16 entries over all values of the signature header, other versions included.
    """
    problem = _incomplete(headers)
    if problem is not None:
        return problem
    delivery_id, digits = headers.of(WEBHOOK_ID)[0], headers.of(WEBHOOK_TIMESTAMP)[0]
    sent = read_timestamp(digits, unit=SECONDS, now=now, tolerance=tolerance)
    if isinstance(sent, Refusal):
        return sent
    digests = list(_digests(headers.of(WEBHOOK_SIGNATURE)))
    if not digests:
        return Refusal("no v1 signature that is base64 of 32 bytes")
    expected = [standard_digest(body, key=key, delivery_id=delivery_id, digits=digits) for key in keys]
    if not any(hmac.compare_digest(digest, ours) for digest in digests for ours in expected):
        return Refusal(f"none of {len(keys)} keys matches")
    return Verified(scheme=Scheme.STANDARD, delivery_key=_delivery_key(delivery_id), timestamp=sent)


def standard_digest(body: bytes, *, key: bytes, delivery_id: str, digits: str) -> bytes:
    """Compute the digest of a body under an id at a timestamp."""
    return hmac.digest(key, f"{delivery_id}.{digits}.".encode() + body, "sha256")


def _incomplete(headers: SignatureHeaders) -> Refusal | None:
    missing = [name for name in STANDARD_HEADERS if not headers.of(name)]
    if missing:
        return Refusal(f"{' and '.join(missing)} missing")
    for name in (WEBHOOK_ID, WEBHOOK_TIMESTAMP):
        if len(set(headers.of(name))) > 1:
            return Refusal(f"{name} has several values")
    delivery_id = headers.of(WEBHOOK_ID)[0]
    # ASCII only: how a header's other bytes became text depends on the server, and they are signed.
    if not delivery_id or not (delivery_id.isascii() and delivery_id.isprintable()):
        return Refusal(f"{WEBHOOK_ID} is not printable ASCII")
    return None


def _digests(values: Sequence[str]) -> Iterator[bytes]:
    entries = chain.from_iterable(value.split(" ", MAX_SIGNATURES) for value in values)
    for entry in islice(entries, MAX_SIGNATURES):
        version, _, text = entry.partition(",")
        digest = strict_base64(text) if version == VERSION else None
        if digest is not None and len(digest) == DIGEST_SIZE:
            yield digest


def _delivery_key(delivery_id: str) -> str:
    if len(delivery_id) <= _LONGEST_ID:
        return delivery_id
    return f"sha256:{sha256(delivery_id.encode()).hexdigest()}"
