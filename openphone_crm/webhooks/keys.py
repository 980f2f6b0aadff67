"""The keys that deliveries are signed with, several for each scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Self

import attrs

from openphone_crm.errors import SettingsError
from openphone_crm.webhooks.encoding import strict_base64

SETTING: Final = "CRM_WEBHOOK_KEYS"
STANDARD_PREFIX: Final = "whsec_"

_SEPARATORS: Final = re.compile(r"[\s,]+")


def _distinct(keys: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(keys))


def _counted(keys: tuple[bytes, ...]) -> str:
    return f"<{len(keys)}>"


@attrs.frozen
class SigningKeys:
    """
    The keys of each scheme, decoded; its text shows how many there are, never a key.

    >>> SigningKeys.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    SigningKeys(legacy=<0>, standard=<1>)
    """

    legacy: tuple[bytes, ...] = attrs.field(default=(), converter=_distinct, repr=_counted)
    standard: tuple[bytes, ...] = attrs.field(default=(), converter=_distinct, repr=_counted)

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read keys separated by spaces or commas: ``whsec_...`` is Standard Webhooks, anything else is legacy.

        Raises:
            SettingsError: When a key is not strict base64; it names the position, never the key.
        """
        words = [word for word in _SEPARATORS.split(text) if word]
        decoded = [(word, decode_key(word, position)) for position, word in enumerate(words, start=1)]
        return cls(
            legacy=[key for word, key in decoded if not word.startswith(STANDARD_PREFIX)],
            standard=[key for word, key in decoded if word.startswith(STANDARD_PREFIX)],
        )

    def merged(self, other: SigningKeys) -> SigningKeys:
        """Give these keys and the other's, each once."""
        return SigningKeys(self.legacy + other.legacy, self.standard + other.standard)

    def __len__(self) -> int:
        """Count the keys of both schemes."""
        return len(self.legacy) + len(self.standard)


def decode_key(word: str, position: int = 1) -> bytes:
    """
    Give the bytes of one key as OpenPhone shows it.

    Raises:
        SettingsError: When what follows the prefix is empty or not strict base64.
    """
    key = strict_base64(word.removeprefix(STANDARD_PREFIX))
    if not key:
        raise SettingsError(SETTING, f"key {position} is not base64")
    return key
