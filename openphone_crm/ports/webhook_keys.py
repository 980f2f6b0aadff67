"""The keys of webhooks that were registered from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.registration.keys import RegisteredKey


class WebhookKeys(Protocol):
    """Keeps the keys that OpenPhone has given to our webhooks, beside those of the settings."""

    def add(self, key: RegisteredKey) -> None:
        """
        Keep a key, and commit; an older one of the same webhook stays, and one that is kept already is one.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def all(self) -> Sequence[RegisteredKey]:
        """
        Every key that was kept, the oldest first.

        Raises:
            UnavailableError: When the store is away.
        """
        ...
