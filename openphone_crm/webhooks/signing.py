"""Signatures as OpenPhone makes them, for tests and for the fake OpenPhone."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime

from openphone_crm.webhooks.clock import MILLISECONDS, SECONDS, whole_units
from openphone_crm.webhooks.headers import LEGACY_SIGNATURE, WEBHOOK_ID, WEBHOOK_SIGNATURE, WEBHOOK_TIMESTAMP
from openphone_crm.webhooks.keys import decode_key
from openphone_crm.webhooks.legacy import legacy_digest
from openphone_crm.webhooks.standard import VERSION, standard_digest


def sign_legacy(body: bytes, *, key: str, at: datetime) -> dict[str, str]:
    """Give the header that an app or v1 webhook carries; the key is base64, as OpenPhone shows it."""
    digits = whole_units(at, MILLISECONDS)
    digest = legacy_digest(body, key=decode_key(key), digits=digits)
    return {LEGACY_SIGNATURE: f"hmac;1;{digits};{b64encode(digest).decode()}"}


def sign_standard(body: bytes, *, key: str, delivery_id: str, at: datetime) -> dict[str, str]:
    """Give the headers that a 2026-03-30 webhook carries; the key is ``whsec_...``, as OpenPhone shows it."""
    digits = whole_units(at, SECONDS)
    digest = standard_digest(body, key=decode_key(key), delivery_id=delivery_id, digits=digits)
    return {
        WEBHOOK_ID: delivery_id,
        WEBHOOK_TIMESTAMP: digits,
        WEBHOOK_SIGNATURE: f"{VERSION},{b64encode(digest).decode()}",
    }
