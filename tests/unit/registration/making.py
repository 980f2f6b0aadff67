"""Webhooks and keys for tests, with a default for all that does not matter."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.registration.plan import EVERYTHING
from openphone_crm.remote import V1_FAMILIES, Registration, Surface

URL = "https://crm.example/webhooks/openphone"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEGACY_KEY, STANDARD_KEY = "bGVnYWN5LWtleQ==", "whsec_c3RhbmRhcmQta2V5"
MESSAGES = V1_FAMILIES["messages"]

PERFECT = Registration(id="1", surface=Surface.DATED, url=URL, events=EVERYTHING, is_enabled=True)
OLD = Registration(id="WHx1", surface=Surface.V1, url=URL, events=MESSAGES, is_enabled=True, key=LEGACY_KEY)


def old_ones() -> tuple[Registration, ...]:
    """Make a webhook of the older API for each of its families."""
    return tuple(
        attrs.evolve(OLD, id=f"WHx{family}", events=events) for family, events in V1_FAMILIES.items()
    )


def registered(key: str = STANDARD_KEY, *, webhook: str = "1", at: datetime = NOON) -> RegisteredKey:
    """Make a key of a webhook."""
    return RegisteredKey(webhook_id=webhook, surface=Surface.DATED, url=URL, key=key, created_at=at)
