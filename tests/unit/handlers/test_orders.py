"""All orders of a call's events end alike, in one batch or in many, through one generation or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_crm.codec import decode
from openphone_crm.working_set import WorkingSet
from tests.unit import payloads as shapes
from tests.unit.handlers.desks import lines_of, numbers, reloaded, worked
from tests.unit.reports import NOON

# Each example works through all events three times.
FEW = settings().max_examples // 5
UNANSWERED = {"answeredAt": None, "status": "unanswered", "duration": None, "hasVoicemail": True}
CURRENT = [
    shapes.current("call.ringing", {"id": shapes.CALL, "direction": "incoming"}, shapes.CALL_CONTEXT),
    shapes.current("call.completed", shapes.CURRENT_CALL, shapes.CALL_CONTEXT),
    shapes.current(
        "call.recording.completed",
        {**shapes.CURRENT_CALL, "recordings": [shapes.API_RECORDING]},
        shapes.CALL_CONTEXT,
    ),
    shapes.current("call.summary.completed", shapes.CURRENT_SUMMARY, shapes.CALL_CONTEXT),
    shapes.current("call.transcript.completed", shapes.CURRENT_TRANSCRIPT, shapes.CALL_CONTEXT),
]
API = [
    shapes.legacy("call.ringing", shapes.API_CALL, answeredAt=None, completedAt=None, status="ringing"),
    shapes.legacy("call.completed", shapes.API_CALL),
    shapes.legacy("call.recording.completed", {**shapes.API_CALL, "recordings": [shapes.API_RECORDING]}),
    shapes.legacy("call.summary.completed", shapes.LEGACY_SUMMARY),
    shapes.legacy("call.transcript.completed", shapes.LEGACY_TRANSCRIPT),
]
MISSED = [
    shapes.current("call.missed", {"id": shapes.CALL}, shapes.CALL_CONTEXT),
    shapes.current("call.completed", {**shapes.CURRENT_CALL, **UNANSWERED}, shapes.CALL_CONTEXT),
    shapes.current("call.voicemail.completed", shapes.CURRENT_VOICEMAIL, shapes.CALL_CONTEXT),
    shapes.legacy(
        "call.completed",
        {**shapes.APP_CALL, "answeredAt": None, "voicemail": {"url": shapes.AUDIO, "duration": 18}},
    ),
]
TALK = [
    "Call: Incoming - 5 min",
    "Call Transcript: Bike shop, hello.",
    "Call Summary: Ann asked for her bike.",
]


def received(payloads: Sequence[dict[str, Any]], *, in_one_batch: bool) -> WorkingSet:
    """The CRM after these payloads, in this order."""
    desk = WorkingSet()
    for payload in payloads:
        digest = f"{payload['type']} {payload['apiVersion']}"
        desk = worked(*decode(payload, received_at=NOON, digest=digest), desk=desk)
        desk = desk if in_one_batch else reloaded(desk)
    return desk


def known(desk: WorkingSet) -> tuple[object, ...]:
    """All that is known of calls, however it was learned."""
    shelves = (desk.calls, desk.recordings, desk.voicemails, desk.transcripts, desk.summaries)
    return tuple(sorted(shelf.values(), key=lambda item: item.id) for shelf in shelves)


@pytest.mark.parametrize(
    "payloads", [CURRENT, API, CURRENT + API, MISSED], ids=["current", "api", "both", "missed"]
)
@settings(max_examples=FEW)
@given(data=st.data())
def test_every_order_and_repetition_ends_alike(data: st.DataObject, payloads: list[dict[str, Any]]) -> None:
    """Shuffled, repeated, together or apart: the same calls with the same parts are known."""
    shuffled = data.draw(st.permutations([*payloads, *payloads[:2]]))

    apart = received(shuffled, in_one_batch=False)
    together = received(shuffled, in_one_batch=True)

    assert known(apart) == known(together) == known(received(payloads, in_one_batch=True))
    assert numbers(apart) == numbers(together) == [shapes.ANN]


@pytest.mark.parametrize("payloads", [CURRENT, API, CURRENT + API, [*reversed(CURRENT)], [*reversed(API)]])
def test_a_talk_reads_as_the_customer_drew_it(payloads: list[dict[str, Any]]) -> None:
    """Call, transcript and summary stand once each, in this order."""
    desk = received(payloads, in_one_batch=True)

    assert lines_of(desk.entries.values()) == TALK
    assert len(desk.recordings.values()) == 1


@pytest.mark.parametrize("payloads", [MISSED, [*reversed(MISSED)]])
def test_a_missed_call_reads_as_the_customer_drew_it(payloads: list[dict[str, Any]]) -> None:
    """The call is missed, and its voicemail stands after it."""
    desk = received(payloads, in_one_batch=True)

    assert lines_of(desk.entries.values()) == ["Call: Missed", "Voicemail: 18 sec"]
