"""The answers that were given, by idempotency key."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.replies import Reply, RequestKey


class Replies(Protocol):
    """Keeps answers for a day, and sees that of simultaneous repeats one acts."""

    def reserve(self, key: RequestKey, *, digest: str, now: datetime) -> Reply | None:
        """
        Ask whether to act; None means to act, and then to `keep` or `forget`.

        An answer that is kept for this key is given back. A reservation that was abandoned, by a
        process that died, is free again after a minute.

        Raises:
            ConflictError: When the key was used for another body, or is being answered right now.
        """
        ...

    def keep(self, key: RequestKey, reply: Reply) -> None:
        """Keep the answer that was given."""
        ...

    def forget(self, key: RequestKey) -> None:
        """Free the key, since nothing was done."""
        ...
