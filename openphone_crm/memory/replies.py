"""Answers by idempotency key, in memory (port `Replies`)."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import datetime

import attrs

from openphone_crm.erasure import Writing
from openphone_crm.errors import ConflictError
from openphone_crm.replies import ABANDONED_AFTER, AT_WORK, KEPT_FOR, OTHER_BODY, Reply, RequestKey


@attrs.frozen
class _Kept:
    digest: str
    reserved_at: datetime
    reply: Reply | None = None


class MemoryReplies:
    """Keeps answers in a dictionary."""

    def __init__(self) -> None:
        """Start with none."""
        self._kept: dict[RequestKey, _Kept] = {}
        self._lock = threading.Lock()

    def reserve(self, key: RequestKey, *, digest: str, now: datetime) -> Reply | None:
        """Reserve the key, or give back the answer it has."""
        with self._lock:
            known = self._kept.get(key)
            if known is None or _is_over(known, now):
                self._kept[key] = _Kept(digest, now)
                return None
        if known.reply is None:
            raise ConflictError(AT_WORK)
        if known.digest != digest:
            raise ConflictError(OTHER_BODY)
        return known.reply

    def keep(self, key: RequestKey, reply: Reply) -> None:
        """Keep the answer."""
        with self._lock:
            self._kept[key] = attrs.evolve(self._kept[key], reply=reply)

    def forget(self, key: RequestKey) -> None:
        """Free the key."""
        with self._lock:
            self._kept.pop(key, None)

    def bodies(self) -> list[Writing]:
        """What the answers say that are kept."""
        with self._lock:
            return [
                Writing(key=_text_of(key), at=known.reserved_at, text=known.reply.body)
                for key, known in self._kept.items()
                if known.reply
            ]

    def empty(self, keys: Collection[str]) -> None:
        """Keep of these answers only that they were given."""
        with self._lock:
            for key, known in self._kept.items():
                if known.reply and _text_of(key) in keys:
                    blank = attrs.evolve(known.reply, headers={}, body=b"")
                    self._kept[key] = attrs.evolve(known, reply=blank)


def _text_of(key: RequestKey) -> str:
    return f"{key.token_id} {key.path} {key.key}"


def _is_over(known: _Kept, now: datetime) -> bool:
    limit = ABANDONED_AFTER if known.reply is None else KEPT_FOR
    return known.reserved_at < now - limit
