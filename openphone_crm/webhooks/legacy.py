"""
The scheme of app and v1 webhooks: one header, ``openphone-signature: hmac;1;<milliseconds>;<base64>``.

Signed is the timestamp as sent, a dot and the body: the raw bytes, or, as OpenPhone's documentation has it,
the bytes with the white space outside strings removed. Several signatures are separated by commas, one that
matches is enough.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain, islice, product
from typing import Final

import attrs

from openphone_crm.jsontext import without_white_space
from openphone_crm.webhooks.clock import MILLISECONDS, read_timestamp
from openphone_crm.webhooks.encoding import strict_base64
from openphone_crm.webhooks.headers import LEGACY_SIGNATURE, SignatureHeaders
from openphone_crm.webhooks.values import DIGEST_SIZE, MAX_SIGNATURES, Refusal, Scheme, Verified

# Of the signatures looked at, each further timestamp costs two HMACs of the whole body for every key.
MAX_TIMESTAMPS: Final = 4

_FIELDS: Final = 4


@attrs.frozen(kw_only=True)
class _Signature:
    digits: str
    sent: datetime
    digest: bytes


def check_legacy(
    headers: SignatureHeaders, body: bytes, *, keys: Sequence[bytes], now: datetime, tolerance: timedelta
) -> Verified | Refusal:
    """
    Accept a delivery when any key made any of its signatures.

    Looked at are the first 16 signatures over all values of the header, and of these the first 4 different
    timestamps.
    """
    readings = [_read(part, now=now, tolerance=tolerance) for part in _parts(headers.of(LEGACY_SIGNATURE))]
    signatures = [reading for reading in readings if isinstance(reading, _Signature)]
    if not signatures:
        reasons = [reading.reason for reading in readings if isinstance(reading, Refusal)]
        return Refusal(", ".join(dict.fromkeys(reasons)))
    match = _first_match(signatures, body, keys)
    if match is None:
        return Refusal(f"none of {len(keys)} keys matches")
    return Verified(scheme=Scheme.LEGACY, delivery_key=sha256(body).hexdigest(), timestamp=match.sent)


def legacy_digest(body: bytes, *, key: bytes, digits: str) -> bytes:
    """Compute the digest of one form of a body at a timestamp."""
    return hmac.digest(key, digits.encode() + b"." + body, "sha256")


def _parts(values: Sequence[str]) -> list[str]:
    parts = chain.from_iterable(value.split(",", MAX_SIGNATURES) for value in values)
    # A proxy that joins repeated headers puts a space behind the comma.
    return [part.strip(" \t") for part in islice(parts, MAX_SIGNATURES)]


def _read(part: str, *, now: datetime, tolerance: timedelta) -> _Signature | Refusal:
    fields = part.split(";", _FIELDS)
    if len(fields) != _FIELDS:
        return Refusal("not four fields")
    name, version, digits, digest_text = fields
    if (name, version) != ("hmac", "1"):
        return Refusal("not hmac of version 1")
    sent = read_timestamp(digits, unit=MILLISECONDS, now=now, tolerance=tolerance)
    if isinstance(sent, Refusal):
        return sent
    digest = strict_base64(digest_text)
    if digest is None or len(digest) != DIGEST_SIZE:
        return Refusal("the digest is not base64 of 32 bytes")
    return _Signature(digits=digits, sent=sent, digest=digest)


def _first_match(signatures: Sequence[_Signature], body: bytes, keys: Sequence[bytes]) -> _Signature | None:
    timestamps = list(dict.fromkeys(signature.digits for signature in signatures))[:MAX_TIMESTAMPS]
    matches = (
        signature
        for digits, expected in _expected(body, keys=keys, timestamps=timestamps)
        for signature in signatures
        if signature.digits == digits and hmac.compare_digest(signature.digest, expected)
    )
    return next(matches, None)


def _expected(
    body: bytes, *, keys: Sequence[bytes], timestamps: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    for payload in _payloads(body):
        for digits, key in product(timestamps, keys):
            yield digits, legacy_digest(payload, key=key, digits=digits)


def _payloads(body: bytes) -> Iterator[bytes]:
    yield body
    compact = without_white_space(body)
    if compact != body:
        yield compact
