"""What OpenPhone might send, signed with keys that are worth nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from openphone_crm.testing import FakeOpenPhone, Generation, SignedDelivery, render, sign
from openphone_crm.testing.events import message_received

LEGACY_KEY = "YmVuY2htYXJrcy1sZWdhY3ktc2lnbmluZy1rZXktMDE="
STANDARD_KEY = "whsec_YmVuY2htYXJrcy1zdGFuZGFyZC1rZXktMDE="
KEYS = f"{LEGACY_KEY} {STANDARD_KEY}"

_GENERATIONS = (Generation.APP_V3, Generation.API_V4, Generation.DATED)
_WORDS = "Could someone look at the crack in our slab? It has grown since the rain. " * 50
_LONGEST = 3400
_PARTIES = 100


def story(count: int) -> Iterator[SignedDelivery]:
    """So many deliveries of a shop's days, in all generations; some repeat others, as they do in life."""
    openphone = FakeOpenPhone(KEYS, start=datetime.now(UTC))
    return openphone.story(count, lambda: datetime.now(UTC))


def texts(start: int, count: int) -> list[SignedDelivery]:
    """So many distinct text messages of half a kilobyte to four, from a hundred people."""
    return [_text(number) for number in range(start, start + count)]


def _text(number: int) -> SignedDelivery:
    generation = _GENERATIONS[number % len(_GENERATIONS)]
    now = datetime.now(UTC)
    happening = message_received(
        # A large prime spreads the sizes evenly and without chance.
        _WORDS[: number * 7919 % _LONGEST],
        id=f"ACx{number:031x}",
        sender=f"+1206555{100 + number % _PARTIES:04}",
        created_at=now,
    )
    key = LEGACY_KEY if generation.is_legacy else STANDARD_KEY
    return sign(render(happening, generation), generation=generation, key=key, at=now, sequence=number)
