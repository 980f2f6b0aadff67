"""The signature headers of a request, picked out of everything that a stranger may send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self

import attrs

LEGACY_SIGNATURE: Final = "openphone-signature"
WEBHOOK_ID: Final = "webhook-id"
WEBHOOK_TIMESTAMP: Final = "webhook-timestamp"
WEBHOOK_SIGNATURE: Final = "webhook-signature"
STANDARD_HEADERS: Final = (WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE)

# The Svix names are older names of the same three Standard Webhooks headers.
_MEANINGS: Final = {
    LEGACY_SIGNATURE: LEGACY_SIGNATURE,
    WEBHOOK_ID: WEBHOOK_ID,
    WEBHOOK_TIMESTAMP: WEBHOOK_TIMESTAMP,
    WEBHOOK_SIGNATURE: WEBHOOK_SIGNATURE,
    "svix-id": WEBHOOK_ID,
    "svix-timestamp": WEBHOOK_TIMESTAMP,
    "svix-signature": WEBHOOK_SIGNATURE,
}

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@attrs.frozen
class SignatureHeaders:
    """The values of each signature header, its alias's included, and the names that were really sent."""

    values: Mapping[str, Sequence[str]]
    names: tuple[str, ...]

    @classmethod
    def picked(cls, headers: Headers) -> Self:
        """Pick the signature headers, whatever their case and however often each occurs."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        values: dict[str, list[str]] = {}
        names: set[str] = set()
        for name, value in ((name.lower(), value) for name, value in pairs):
            if name in _MEANINGS:
                values.setdefault(_MEANINGS[name], []).append(value)
                names.add(name)
        return cls(values, tuple(sorted(names)))

    def of(self, name: str) -> Sequence[str]:
        """Give every value of a header in the order received, none when it is absent."""
        return self.values.get(name, ())
