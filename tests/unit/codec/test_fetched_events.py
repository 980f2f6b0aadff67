"""Events of our own that bring what the API showed: their form, their names, and how they are read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.codec import classify, classify_fetched, decode, decode_fetched, payload_of
from openphone_crm.remote import Fetched, FetchedKind, Surface
from tests.unit.codec.shown import (
    DATED_CALL,
    RECORDING,
    SEGMENTS,
    V1_CALL,
    V1_MESSAGE,
    V1_SUMMARY,
    V1_TRANSCRIPT,
    V1_VOICEMAIL,
    shown,
)
from tests.unit.payloads import CALL

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
EVERYTHING = (
    (FetchedKind.MESSAGE, V1_MESSAGE),
    (FetchedKind.CALL, V1_CALL),
    (FetchedKind.CALL, {**DATED_CALL, "summary": V1_SUMMARY, "voicemail": V1_VOICEMAIL}),
    (FetchedKind.RECORDINGS, {"data": [RECORDING]}),
    (FetchedKind.VOICEMAIL, V1_VOICEMAIL),
    (FetchedKind.TRANSCRIPT, V1_TRANSCRIPT),
    (FetchedKind.TRANSCRIPT, {"data": SEGMENTS}),
    (FetchedKind.SUMMARY, V1_SUMMARY),
)
_STATUSES = ("absent", "completed", "failed", "in-progress", "processing", "missed", None)


@st.composite
def fetched_things(draw: st.DrawFn) -> Fetched:
    """Anything that can be shown, with some of it missing or in another state."""
    kind, resource = draw(st.sampled_from(EVERYTHING))
    gone = draw(st.sets(st.sampled_from(sorted(resource.keys() - {"id", "direction"}) or ["data"])))
    kept: dict[str, Any] = {name: value for name, value in resource.items() if name not in gone}
    if "status" in kept:
        kept["status"] = draw(st.sampled_from(_STATUSES))
    return shown(kind, kept, draw(st.sampled_from(Surface)))


@given(fetched=fetched_things(), at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_an_event_reports_what_was_fetched(fetched: Fetched, at: datetime) -> None:
    """Written down as an event, and read back whenever that is worked on, it is the same reports."""
    at = at.replace(tzinfo=timezone(timedelta(hours=-8)))

    payload = orjson.loads(orjson.dumps(payload_of(fetched, at=at)))

    found = decode(payload, received_at=LATER, digest="d1", region="GB")
    assert found == decode_fetched(fetched, at=at, digest="d1", region="GB")


def test_the_form_of_an_event() -> None:
    """It looks like a webhook of its generation, and says which call a part belongs to."""
    old = payload_of(shown(FetchedKind.VOICEMAIL, V1_VOICEMAIL), at=NOON)
    new = payload_of(shown(FetchedKind.CALL, DATED_CALL, Surface.DATED), at=NOON)

    assert old == {
        "type": "reconcile.voicemail",
        "apiVersion": "v1",
        "createdAt": "2026-03-02T12:00:00.000Z",
        "data": {"object": V1_VOICEMAIL, "context": {"id": CALL}},
    }
    assert (new["type"], new["apiVersion"], new["data"]["resource"]) == (
        "reconcile.call",
        "2026-03-30",
        DATED_CALL,
    )


@pytest.mark.parametrize(
    ("kind", "resource", "event_type"),
    [
        (FetchedKind.MESSAGE, V1_MESSAGE, "message.received"),
        (FetchedKind.MESSAGE, {**V1_MESSAGE, "direction": "outgoing"}, "message.delivered"),
        (FetchedKind.CALL, V1_CALL, "call.completed"),
        (FetchedKind.CALL, {**V1_CALL, "answeredAt": None}, "call.missed"),
        (FetchedKind.CALL, {**V1_CALL, "status": "abandoned"}, "call.missed"),
        (FetchedKind.CALL, {**V1_CALL, "answeredAt": None, "direction": "outgoing"}, "call.completed"),
        (FetchedKind.CALL, {**DATED_CALL, "voicemail": V1_VOICEMAIL}, "voicemail.received"),
        (FetchedKind.RECORDINGS, {"data": [RECORDING]}, "recording.ready"),
        (FetchedKind.VOICEMAIL, V1_VOICEMAIL, "voicemail.received"),
        (FetchedKind.TRANSCRIPT, V1_TRANSCRIPT, "transcript.ready"),
        (FetchedKind.SUMMARY, V1_SUMMARY, "summary.ready"),
    ],
)
@pytest.mark.parametrize("surface", Surface)
def test_the_names_of_an_event(
    kind: FetchedKind, resource: dict[str, Any], event_type: str, surface: Surface
) -> None:
    """It has the name that the webhook would have had which was lost, and one that tells where it is from."""
    classified = classify_fetched(payload_of(shown(kind, resource, surface), at=NOON))

    assert (classified.event_type, classified.openphone_type) == (event_type, f"reconcile.{kind}")
    assert classified.is_known


def test_from_outside_such_a_type_is_unknown() -> None:
    """OpenPhone sends no such events; whoever signed one does not have it worked on."""
    classified = classify(payload_of(shown(FetchedKind.CALL, V1_CALL), at=NOON))

    assert not classified.is_known
