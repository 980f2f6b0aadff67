"""Which generations of webhook a key stands for."""

from __future__ import annotations

import re
from typing import Final

import attrs

from openphone_crm.testing.payloads import Generation

MIXED: Final = "mixed"
_LEGACY_GENERATIONS: Final = (Generation.APP_V3, Generation.API_V4)


@attrs.frozen
class Subscription:
    """A webhook that was made once: its signing key, and the generation of what it sends."""

    key: str = attrs.field(repr=False)
    generation: Generation


def subscriptions(keys: str, generation: str = MIXED) -> tuple[Subscription, ...]:
    """
    Return the subscriptions of some keys, separated by spaces or commas.

    Mixed, a `whsec_` key has one of 2026-03-30, and any other key both legacy ones.

    >>> [subscription.generation.value for subscription in subscriptions("c2VjcmV0, whsec_c2VjcmV0")]
    ['app-v3', 'api-v4', '2026-03-30']
    """
    split = [key for key in re.split(r"[\s,]+", keys) if key]
    if generation != MIXED:
        return tuple(Subscription(key, Generation.named(generation)) for key in split)
    return tuple(Subscription(key, each) for key in split for each in _generations_of(key))


def _generations_of(key: str) -> tuple[Generation, ...]:
    return (Generation.DATED,) if key.startswith("whsec_") else _LEGACY_GENERATIONS
