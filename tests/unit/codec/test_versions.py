"""Tests of how new a copy is, when it happened, and where it leads."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.codec import decode
from openphone_crm.events import CallReported, MessageReported
from openphone_crm.stamps import Stamp
from tests.unit.codec.decoded import RECEIVED, at, the
from tests.unit.payloads import (
    API_CALL,
    API_MESSAGE,
    CALL_CONTEXT,
    CURRENT_CALL,
    CURRENT_MESSAGE,
    MESSAGE_CONTEXT,
    current,
    legacy,
)

LINK = "https://my.quo.com/inbox/PN1/c/CN1?at=ACx1"


def test_the_version_is_the_update_of_the_resource() -> None:
    """`updatedAt` says how new a copy is, where there is one."""
    old = the(CallReported, legacy("call.completed", API_CALL))
    new = the(CallReported, current("call.completed", CURRENT_CALL, CALL_CONTEXT))

    assert (old.stamp.moment, new.stamp.moment) == (at("10:05:11"), at("10:05:11"))


@pytest.mark.parametrize("update", [None, "", "yesterday", 5])
def test_else_the_version_is_the_envelopes_time(update: object) -> None:
    """Without a readable `updatedAt` the envelope's `createdAt` counts."""
    found = the(CallReported, legacy("call.completed", API_CALL, updatedAt=update))

    assert found.stamp.moment == at("10:07:00")


def test_else_the_version_is_the_receipt() -> None:
    """Without either, the copy is as new as its receipt; and so is the report."""
    payload = {**legacy("message.received", API_MESSAGE), "createdAt": None}

    found = the(MessageReported, payload)

    assert (found.stamp.moment, found.reported_at) == (RECEIVED, RECEIVED)


def test_ties_go_to_the_further_status_then_to_the_body() -> None:
    """The rank of the status and the digest of the body stand behind the moment."""
    payload = legacy("message.delivered", API_MESSAGE, status="sent")

    (sent,) = decode(payload, received_at=RECEIVED, digest="d1")
    (delivered,) = decode(legacy("message.delivered", API_MESSAGE), received_at=RECEIVED, digest="d0")

    assert sent.stamp == Stamp(at("10:07:00"), sent.stamp.rank, "d1")
    assert sent.stamp < delivered.stamp


def test_a_report_happened_when_the_envelope_says() -> None:
    """`createdAt` of the envelope is when it happened, not when it was sent."""
    found = the(CallReported, legacy("call.completed", API_CALL))

    assert found.reported_at == at("10:07:00")


def with_link(payload: dict[str, Any], link: object) -> dict[str, Any]:
    """Give a payload a link, where its generation has it."""
    data = payload["data"]
    place = {"links": {"quo": link}} if "resource" in data else {"deepLink": link}
    return {**payload, "data": {**data, **place}}


@pytest.mark.parametrize(
    "payload",
    [
        legacy("message.received", API_MESSAGE),
        current("message.received", CURRENT_MESSAGE, MESSAGE_CONTEXT),
    ],
)
@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (LINK, LINK),
        ("https://app.openphone.com/calls/1", "https://app.openphone.com/calls/1"),
        ("http://my.quo.com/inbox", None),
        ("https://evil.example/quo.com", None),
        ("javascript:alert(1)", None),
        (None, None),
        (["https://my.quo.com"], None),
    ],
)
def test_only_links_into_quo_are_kept(payload: dict[str, Any], link: object, kept: str | None) -> None:
    """A link is kept when it is https on a Quo or OpenPhone host."""
    found = the(MessageReported, with_link(payload, link))

    assert found.deep_link == kept


def test_the_order_of_keys_means_nothing() -> None:
    """Real deliveries write their keys in any order."""
    payload = legacy("call.completed", API_CALL)

    found = the(CallReported, dict(reversed(payload.items())))

    assert found == the(CallReported, payload)
