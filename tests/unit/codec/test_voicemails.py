"""Tests of voicemails: app webhooks bring them with the call, 2026-03-30 in an event of their own."""

from __future__ import annotations

import pytest

from openphone_crm.crm import Outcome
from openphone_crm.errors import PayloadError
from openphone_crm.events import CallReported, Direction, VoicemailReported
from openphone_crm.outcomes import outcome_of
from tests.unit.codec.decoded import reports, the
from tests.unit.payloads import (
    ANN,
    APP_CALL,
    AUDIO,
    CALL,
    CALL_CONTEXT,
    CURRENT_VOICEMAIL,
    SHOP,
    UNKNOWN_SIDES,
    UNRESOLVED_VOICEMAIL,
    VOICEMAIL_ACTIVITY,
    current,
    legacy,
)

TYPE = "call.voicemail.completed"
APP_VOICEMAIL = {"url": AUDIO, "type": "audio/mpeg", "duration": 7}


def test_app_webhooks_bring_it_with_the_call() -> None:
    """v2 and v3: a completed call holds its voicemail, which belongs to that call."""
    payload = legacy("call.completed", APP_CALL, answeredAt=None, voicemail=APP_VOICEMAIL)

    found = the(VoicemailReported, payload)

    assert (found.call_openphone_id, found.direction) == (CALL, Direction.INCOMING)
    assert (found.url, found.content_type, found.duration_seconds) == (AUDIO, "audio/mpeg", 7)
    assert the(CallReported, payload).has_voicemail is True


@pytest.mark.parametrize("voicemail", [None, {}, "yes", 7, []])
def test_app_webhooks_without_a_readable_voicemail_bring_none(voicemail: object) -> None:
    """Only an object with something in it is a voicemail."""
    found = reports(legacy("call.completed", APP_CALL, voicemail=voicemail))

    assert [type(report) for report in found] == [CallReported]


def test_current_webhooks_bring_an_event_of_its_own() -> None:
    """2026-03-30 tells the call, the words, the place of the sound, and who called whom."""
    found = the(VoicemailReported, current(TYPE, CURRENT_VOICEMAIL, CALL_CONTEXT))

    assert (found.call_openphone_id, found.activity_id) == (CALL, VOICEMAIL_ACTIVITY)
    assert (found.duration_seconds, found.transcript, found.url) == (18, "Call me back.", AUDIO)
    assert (found.direction, found.from_number, found.to_numbers) == (Direction.INCOMING, ANN, (SHOP,))


def test_a_voicemail_proves_that_its_call_ended() -> None:
    """Who left a voicemail has hung up, and nobody answered."""
    found = the(CallReported, current(TYPE, CURRENT_VOICEMAIL, UNKNOWN_SIDES))

    assert (outcome_of(found), found.has_voicemail) == (Outcome.MISSED, True)
    assert (found.openphone_id, found.from_number, found.to_numbers) == (CALL, ANN, (SHOP,))


def test_an_unresolved_voicemail_stands_for_itself() -> None:
    """Where OpenPhone cannot name the call, there is only the activity and the numbers."""
    (found,) = reports(current(TYPE, UNRESOLVED_VOICEMAIL, UNKNOWN_SIDES))

    assert isinstance(found, VoicemailReported)
    assert (found.call_openphone_id, found.activity_id) == (None, VOICEMAIL_ACTIVITY)
    assert (found.from_number, found.to_numbers, found.transcript) == (ANN, (SHOP,), None)


def test_a_resolved_copy_is_further_than_an_unresolved_one() -> None:
    """Of two copies of one moment, the one that names the call is newer."""
    resolved = the(VoicemailReported, current(TYPE, CURRENT_VOICEMAIL, CALL_CONTEXT))
    unresolved = the(VoicemailReported, current(TYPE, UNRESOLVED_VOICEMAIL, CALL_CONTEXT))

    assert resolved.stamp > unresolved.stamp


@pytest.mark.parametrize("resource", [{"callId": None, "id": None}, {}, None])
def test_a_voicemail_that_names_nothing_cannot_be_read(resource: object) -> None:
    """It needs a call, or an activity of its own."""
    for payload in (current(TYPE, resource, CALL_CONTEXT), legacy(TYPE, resource)):
        with pytest.raises(PayloadError, match="no usable id"):
            reports(payload)
