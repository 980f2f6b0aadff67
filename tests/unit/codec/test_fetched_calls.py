"""Calls as the API shows them, on both its surfaces."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.events import CallReported, SummaryReported, VoicemailReported
from openphone_crm.outcomes import outcome_of
from openphone_crm.remote import FetchedKind, Surface
from tests.unit.codec.decoded import at
from tests.unit.codec.shown import DATED_CALL, V1_CALL, V1_SUMMARY, V1_VOICEMAIL, reports, shown, the
from tests.unit.payloads import ANN, BEN, CALL, SHOP


def test_the_parties_of_a_v1_call_stand_by_position() -> None:
    """Who calls comes first, as in the webhooks of that generation."""
    found = the(CallReported, shown(FetchedKind.CALL, V1_CALL))

    assert (found.from_number, found.to_numbers, found.parties) == (ANN, (SHOP,), ())
    assert (found.answered_by, found.stamp.moment) == ("USshop00001", at("10:05:11"))


def test_the_parties_of_a_dated_call_are_told_apart_by_who_works_here() -> None:
    """A number with an actor is ours, however often it is listed; all others are outside."""
    people = [
        {"phoneNumber": ANN, "actorId": None},
        {"phoneNumber": SHOP, "actorId": "USshop00001"},
        {"phoneNumber": SHOP, "actorId": "USshop00002"},
        {"phoneNumber": BEN, "actorId": None},
    ]

    found = the(CallReported, shown(FetchedKind.CALL, DATED_CALL, Surface.DATED, participants=people))

    assert (found.our_number, found.parties) == (SHOP, (ANN, BEN))


def test_a_dated_call_with_no_actor_falls_back_to_position() -> None:
    """A call that nobody took may name nobody who works here."""
    people = [{"phoneNumber": ANN, "actorId": None}, {"phoneNumber": SHOP, "actorId": None}]

    found = the(CallReported, shown(FetchedKind.CALL, DATED_CALL, Surface.DATED, participants=people))

    assert (found.from_number, found.to_numbers, found.our_number) == (ANN, (SHOP,), None)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "answered"),
        ({"answeredAt": None}, "missed"),
        ({"answeredAt": None, "status": "no-answer"}, "missed"),
        ({"answeredAt": None, "direction": "outgoing"}, "no_answer"),
        ({"aiHandled": "ai-agent"}, "answered_by_ai"),
        ({"answeredBy": "SYx1"}, "answered_by_ai"),
        ({"forwardedTo": BEN}, "forwarded"),
        ({"status": "ringing", "answeredAt": None, "completedAt": None}, "unknown"),
    ],
)
def test_how_a_call_ended(changes: dict[str, Any], outcome: str) -> None:
    """The outcome follows from the same facts as that of a webhook."""
    assert outcome_of(the(CallReported, shown(FetchedKind.CALL, V1_CALL, **changes))) == outcome


def test_a_summary_and_a_voicemail_come_along_with_a_call() -> None:
    """Whoever asks the dated surface for them gets their reports too."""
    along = {"summary": {**V1_SUMMARY, "type": "human"}, "voicemail": V1_VOICEMAIL}

    found = reports(shown(FetchedKind.CALL, DATED_CALL, Surface.DATED, **along))

    kinds = [type(report) for report in found]
    assert kinds == [CallReported, CallReported, VoicemailReported, SummaryReported]
    assert {getattr(report, "call_id", CALL) for report in found} == {CALL}


@pytest.mark.parametrize(
    ("changes", "no_voicemail"),
    [
        ({}, None),
        ({"summary": {"status": "absent"}}, True),
        ({"summary": {"status": "absent"}, "voicemail": V1_VOICEMAIL}, None),
        ({"summary": {"status": "absent"}, "completedAt": "2026-03-02T10:59:30Z"}, None),
        ({"summary": {"status": "absent"}, "completedAt": None}, None),
    ],
)
def test_what_does_not_come_along_is_not_there(changes: dict[str, Any], no_voicemail: bool | None) -> None:  # noqa: FBT001
    """A call that comes with its summary comes with its voicemail, unless there is none, or none yet."""
    found = reports(shown(FetchedKind.CALL, DATED_CALL, Surface.DATED, **changes))[0]

    assert isinstance(found, CallReported)
    assert found.no_voicemail is no_voicemail
