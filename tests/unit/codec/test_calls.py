"""Tests of calls, in every generation."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.codec import decode
from openphone_crm.errors import PayloadError
from openphone_crm.events import CallReported, Direction
from openphone_crm.outcomes import outcome_of
from tests.unit.codec.decoded import RECEIVED, at, reports, the
from tests.unit.payloads import (
    ANN,
    API_CALL,
    APP_CALL,
    BEN,
    CALL,
    CALL_CONTEXT,
    CURRENT_CALL,
    SHOP,
    UNKNOWN_SIDES,
    current,
    legacy,
)

COMPLETED = {
    "app": legacy("call.completed", APP_CALL),
    "api": legacy("call.completed", API_CALL),
    "current": current("call.completed", CURRENT_CALL, CALL_CONTEXT),
}
MINIMAL = {"id": CALL, "createdAt": "2026-03-02T10:00:00.000Z", "updatedAt": "2026-03-02T10:00:20.000Z"}


@pytest.mark.parametrize("payload", COMPLETED.values(), ids=COMPLETED)
def test_every_generation_tells_the_same(payload: dict[str, Any]) -> None:
    """When a call began, was answered and ended is the same in all three forms of time."""
    found = the(CallReported, payload)

    assert (found.openphone_id, found.direction, found.ended) == (CALL, Direction.INCOMING, True)
    assert (found.created_at, found.answered_at) == (at("10:00:00"), at("10:00:10"))
    assert (found.completed_at, found.phone_number_id) == (at("10:05:10"), "PNshop00001")


def test_app_webhooks_name_sender_and_receiver() -> None:
    """v2 and v3 write `from` and `to`."""
    found = the(CallReported, COMPLETED["app"])

    assert (found.from_number, found.to_numbers) == (ANN, (SHOP,))


@pytest.mark.parametrize(
    ("people", "sender", "receivers"),
    [
        ([ANN, SHOP], ANN, (SHOP,)),
        ([ANN, SHOP, BEN], ANN, (SHOP, BEN)),
        ([ANN], ANN, ()),
        ([], None, ()),
        (None, None, ()),
    ],
)
def test_api_webhooks_name_participants_by_position(
    people: object, sender: str | None, receivers: tuple[str, ...]
) -> None:
    """v4 writes who calls before who is called; the list may be short or empty."""
    found = the(CallReported, legacy("call.completed", API_CALL, participants=people))

    assert (found.from_number, found.to_numbers) == (sender, receivers)


def test_current_webhooks_tell_the_sides_apart() -> None:
    """2026-03-30 lists our number and the outside parties in the context."""
    found = the(CallReported, COMPLETED["current"])

    assert (found.our_number, found.parties, found.from_number, found.to_numbers) == (SHOP, (ANN,), None, ())


def test_an_unavailable_list_is_unknown_not_empty() -> None:
    """When OpenPhone cannot resolve the participants, nothing is said of them."""
    found = the(CallReported, current("call.completed", CURRENT_CALL, UNKNOWN_SIDES))

    assert (found.our_number, found.parties, found.phone_number_id) == (None, (), None)


@pytest.mark.parametrize(
    ("sent", "changes", "facts"),
    [
        ("call.ringing", {"direction": "incoming"}, ("ringing", Direction.INCOMING, None, None)),
        ("call.answered", {"direction": "outgoing"}, ("in-progress", Direction.OUTGOING, None, None)),
        ("call.missed", {}, ("missed", Direction.INCOMING, True, None)),
        ("call.missed", {"direction": "outgoing"}, ("missed", Direction.INCOMING, True, None)),
        ("call.forwarded", {"forwardedTo": None}, ("forwarded", None, True, True)),
        ("call.menu.selected", {"phoneMenuSelection": "1"}, (None, None, None, None)),
    ],
)
def test_the_minimal_events_say_something_by_their_type(
    sent: str, changes: dict[str, object], facts: tuple[object, ...]
) -> None:
    """Ringing, answered, missed and forwarded carry no status: their type is one."""
    found = the(CallReported, current(sent, MINIMAL, CALL_CONTEXT, **changes))

    assert (found.status, found.direction, found.ended, found.forwarded) == facts


def test_who_answered_is_told() -> None:
    """v4 says `answeredBy`, 2026-03-30 `answeredByUserId`."""
    old = the(CallReported, COMPLETED["api"])
    new = the(CallReported, current("call.answered", MINIMAL, CALL_CONTEXT, answeredByUserId="USshop00002"))

    assert (old.answered_by, new.answered_by) == ("USshop00001", "USshop00002")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("answered", "answered"),
        ("unanswered", "missed"),
        ("failed", "missed"),
        ("abandoned", "missed"),
        ("unknown", "missed"),
        ("forwarded", "forwarded"),
        ("ai-handled", "answered_by_ai"),
    ],
)
def test_every_current_status_leads_to_an_outcome(status: str, outcome: str) -> None:
    """Each status of a completed call of 2026-03-30 says how it ended."""
    payload = current("call.completed", CURRENT_CALL, CALL_CONTEXT, status=status, answeredAt=None)

    found = the(CallReported, payload)

    assert outcome_of(found).value == outcome


@pytest.mark.parametrize("told", ["ai-agent", True])
def test_the_ai_agent_is_told_by_a_field_too(told: object) -> None:
    """`aiHandled` marks a call that OpenPhone's AI agent took."""
    found = the(CallReported, legacy("call.completed", API_CALL, aiHandled=told))

    assert found.ai_handled is True


def test_duration_is_taken_from_the_current_version_only() -> None:
    """The older duration includes ringing, so that it says nothing about the talk."""
    old = the(CallReported, COMPLETED["api"])
    new = the(CallReported, COMPLETED["current"])

    assert (old.talk_seconds, new.talk_seconds) == (None, 300)


def test_a_current_call_announces_its_voicemail() -> None:
    """`hasVoicemail` says that a voicemail will follow."""
    payload = current("call.completed", CURRENT_CALL, CALL_CONTEXT, status="unanswered", hasVoicemail=True)

    found = the(CallReported, payload)

    assert found.has_voicemail is True


def test_an_older_call_may_name_itself_call_id() -> None:
    """A call is found by `id`, or where that is missing by `callId`."""
    resource = {key: value for key, value in APP_CALL.items() if key != "id"}

    found = the(CallReported, legacy("call.completed", resource, callId=CALL))

    assert found.openphone_id == CALL


@pytest.mark.parametrize(
    "sent", ["call.ringing", "call.completed", "call.missed", "call.recording.completed"]
)
def test_a_call_without_usable_id_cannot_be_read(sent: str) -> None:
    """Nothing can be stored without an id, in any generation."""
    for payload in (legacy(sent, APP_CALL, id=None), current(sent, CURRENT_CALL, CALL_CONTEXT, id=None)):
        with pytest.raises(PayloadError, match="no usable id"):
            reports(payload)


@pytest.mark.parametrize("sent", ["task.assigned", "integration.created", "call.exploded", "message.read"])
def test_types_without_effect_report_nothing(sent: str) -> None:
    """What changes nothing in the CRM is read as nothing, whatever is in it."""
    found = [reports({"type": sent}), reports(legacy(sent, {})), reports(current(sent, {}, {}))]

    assert found == [(), (), ()]


def test_local_numbers_are_read_in_a_region() -> None:
    """A number without country code is one of the region that was asked for."""
    payload = legacy("call.completed", APP_CALL, **{"from": "020 7946 0018"})

    found = decode(payload, received_at=RECEIVED, digest="d1", region="GB")

    assert isinstance(found[0], CallReported)
    assert found[0].from_number == "+442079460018"
