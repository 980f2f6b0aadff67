"""Tests of telling missed calls and voicemails apart."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.codec import classify
from tests.unit.payloads import API_CALL, APP_CALL, AUDIO, CALL_CONTEXT, CURRENT_CALL, current, legacy

VOICEMAIL = {"url": AUDIO, "type": "audio/mpeg", "duration": 7}


def legacy_type(call: dict[str, Any], **changes: object) -> str:
    """The customer's type of an older completed call."""
    return classify(legacy("call.completed", call, **changes)).event_type


def current_type(**changes: object) -> str:
    """The customer's type of a completed call of 2026-03-30."""
    return classify(current("call.completed", CURRENT_CALL, CALL_CONTEXT, **changes)).event_type


@pytest.mark.parametrize("call", [APP_CALL, API_CALL])
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, "call.completed"),
        ({"answeredAt": None, "answeredBy": None}, "call.missed"),
        ({"answeredAt": None, "answeredBy": None, "status": "answered"}, "call.completed"),
        ({"answeredAt": None, "answeredBy": None, "direction": "outgoing"}, "call.completed"),
        ({"answeredAt": None, "answeredBy": None, "forwardedTo": "+12065550177"}, "call.completed"),
        ({"answeredAt": None, "answeredBy": None, "status": "forwarded"}, "call.completed"),
        ({"answeredAt": None, "answeredBy": "SYagent00001"}, "call.completed"),
        ({"answeredAt": None, "aiHandled": "ai-agent"}, "call.completed"),
        ({"answeredAt": None, "status": "abandoned"}, "call.missed"),
    ],
)
def test_an_older_completed_call_is_missed_when_nobody_answered(
    call: dict[str, Any], changes: dict[str, object], named: str
) -> None:
    """Missed is incoming, not answered, not forwarded, and not taken by the AI agent."""
    found = legacy_type(call, **changes)

    assert found == named


def test_status_and_duration_alone_decide_nothing() -> None:
    """A missed call says `completed` too, and its duration includes the ringing."""
    found = legacy_type(APP_CALL, answeredAt=None, status="completed", duration=16)

    assert found == "call.missed"


@pytest.mark.parametrize("voicemail", [VOICEMAIL, {}, ""])
def test_a_voicemail_that_came_along_outranks_the_rest(voicemail: object) -> None:
    """A completed call whose voicemail is not null is a voicemail."""
    found = legacy_type(APP_CALL, answeredAt=None, voicemail=voicemail)

    assert found == "voicemail.received"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, "call.completed"),
        ({"status": "unanswered", "answeredAt": None}, "call.missed"),
        ({"status": "unanswered", "answeredAt": None, "hasVoicemail": True}, "call.missed"),
        ({"status": "abandoned", "answeredAt": None}, "call.missed"),
        ({"status": "abandoned"}, "call.missed"),
        ({"status": "unanswered", "answeredAt": None, "direction": "outgoing"}, "call.completed"),
        ({"status": "unanswered", "answeredAt": None, "forwardedTo": "+12065550177"}, "call.completed"),
        ({"status": "ai-handled", "answeredAt": None}, "call.completed"),
        ({"status": "forwarded", "answeredAt": None}, "call.completed"),
        ({"status": "answered", "answeredAt": None}, "call.completed"),
    ],
)
def test_a_current_completed_call_is_missed_by_its_status(changes: dict[str, object], named: str) -> None:
    """An incoming call that is unanswered or abandoned is missed, with a voicemail or without."""
    found = current_type(**changes)

    assert found == named


def test_a_call_without_id_still_gets_its_name() -> None:
    """Whether a call was missed does not depend on anything that is needed only to store it."""
    found = legacy_type({"direction": "incoming", "answeredAt": None})

    assert found == "call.missed"


@pytest.mark.parametrize(
    "payload", [{}, {"data": None}, {"data": {"object": 5}}, {"data": {"resource": None}}]
)
def test_a_completed_call_without_resource_is_just_that(payload: dict[str, object]) -> None:
    """A payload that cannot be read still has the name of its type; processing will say what is wrong."""
    found = classify({"type": "call.completed", **payload})

    assert found.event_type == "call.completed"


def test_a_call_that_is_not_completed_is_never_missed() -> None:
    """A ringing phone is not missed yet."""
    found = classify(legacy("call.ringing", APP_CALL, answeredAt=None, completedAt=None, status="ringing"))

    assert found.event_type == "call.ringing"
