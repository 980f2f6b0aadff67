"""Deliveries as OpenPhone posts them: compact JSON, signed by the scheme of the generation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import orjson

from openphone_crm.testing.identifiers import digest
from openphone_crm.testing.payloads import Generation, resource_of
from openphone_crm.webhooks import sign_legacy, sign_standard

_KINDS: Final = {
    "call.voicemail.completed": "voicemail",
    "call.recording.completed": "recording",
    "call.transcript.completed": "transcript",
    "callTranscript": "transcript",
    "call.summary.completed": "summary",
    "callSummary": "summary",
}
_FAMILIES: Final = frozenset({"message", "call", "contact", "task"})


@attrs.frozen(kw_only=True)
class SignedDelivery:
    """One request to a webhook URL, ready to be posted."""

    headers: dict[str, str]
    body: bytes
    delivery_id: str
    """What tells deliveries apart: the `webhook-id`, or the SHA-256 of a legacy body."""
    type: str = ""
    about: tuple[str, str] = ("unknown", "")
    """The kind of thing it is about, and the OpenPhone id to find it by: of a part of a call, the call's."""


def sign(
    payload: Mapping[str, Any],
    *,
    generation: Generation | str,
    key: str,
    at: datetime,
    sequence: int | str = 0,
) -> SignedDelivery:
    """Sign a payload as a subscription of that generation would; the same sequence repeats a `webhook-id`."""
    body = compact(payload)
    legacy = Generation.named(generation).is_legacy
    delivery_id = (
        hashlib.sha256(body).hexdigest() if legacy else "msg_" + digest("delivery", key, sequence)[:27]
    )
    signature = (
        sign_legacy(body, key=key, at=at)
        if legacy
        else sign_standard(body, key=key, delivery_id=delivery_id, at=at)
    )
    return SignedDelivery(
        headers={"content-type": "application/json", **signature},
        body=body,
        delivery_id=delivery_id,
        type=str(payload.get("type", "")),
        about=about(payload),
    )


def resigned(delivery: SignedDelivery, *, key: str, at: datetime) -> SignedDelivery:
    """Sign a delivery anew, as one that is tried again is: its body and its id stay as they were."""
    if key.startswith("whsec_"):
        signature = sign_standard(delivery.body, key=key, delivery_id=delivery.delivery_id, at=at)
    else:
        signature = sign_legacy(delivery.body, key=key, at=at)
    return attrs.evolve(delivery, headers={"content-type": "application/json", **signature})


def compact(payload: Mapping[str, Any]) -> bytes:
    """Write JSON as `JSON.stringify` does: no white space, raw UTF-8, lone surrogates escaped."""
    try:
        return orjson.dumps(payload)
    except TypeError:
        return json.dumps(payload, separators=(",", ":")).encode()


def about(payload: Mapping[str, Any]) -> tuple[str, str]:
    """
    Say which kind of thing a payload is about, and by which OpenPhone id it can be found.

    >>> about({"type": "callSummary", "data": {"object": {"callId": "ACx1"}}})
    ('summary', 'ACx1')
    """
    type_ = str(payload.get("type", ""))
    family = type_.partition(".")[0]
    kind = _KINDS.get(type_, family if family in _FAMILIES else "unknown")
    resource = resource_of(payload)
    return kind, str(resource.get("callId") or resource.get("id") or "")
