"""Answers that are given again: what makes a repeated request harmless."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

import attrs

from openphone_crm.ids import TokenId

KEPT_FOR = timedelta(hours=24)
ABANDONED_AFTER = timedelta(seconds=60)
"""A request that has not answered by then died on the way; the same key may try again."""

OTHER_BODY = "this Idempotency-Key was used for another request body"
AT_WORK = "the first request with this Idempotency-Key is still being answered"


@attrs.frozen
class RequestKey:
    """Who asks for what under which `Idempotency-Key`."""

    token_id: TokenId
    path: str
    key: str


@attrs.frozen(kw_only=True)
class Reply:
    """An answer as it was given: status, the headers that matter, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def request_digest(body: bytes) -> str:
    """What tells two requests under one key apart."""
    return hashlib.sha256(body).hexdigest()
