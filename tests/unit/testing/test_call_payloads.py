"""Payloads of calls and of their parts have the shapes that OpenPhone really sends."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import Happening, Voicemail
from openphone_crm.testing.payloads import Generation, render, resource_of


def resource(happening: Happening, generation: str) -> dict[str, Any]:
    """Render a happening and return what its payload is about."""
    return resource_of(render(happening, generation))


def test_a_voicemail_is_told_by_each_generation_in_its_own_way() -> None:
    """v3 has it within the call, v4 nowhere, and 2026-03-30 announces an event of its own."""
    call = events.unanswered(voicemail=Voicemail(duration=7, url="https://x/v.mp3"))

    ended = events.call_completed(call)

    assert resource(ended, "app-v3")["voicemail"] == {
        "url": "https://x/v.mp3",
        "type": "audio/mpeg",
        "duration": 7,
    }
    assert "voicemail" not in resource(ended, "api-v4")
    assert resource(ended, "2026-03-30")["hasVoicemail"] is True
    assert resource(events.call_voicemail_completed(call), "2026-03-30")["callId"] == call.id


def test_the_parties_of_an_api_call_stand_by_position() -> None:
    """v4 lists who called first: the customer of an incoming call, us of an outgoing one."""
    incoming = resource(events.call_completed(), "api-v4")
    outgoing = resource(events.call_completed(events.answered(direction="outgoing")), "api-v4")

    assert incoming["participants"] == ["+14255550123", "+12065550100"]
    assert outgoing["participants"] == ["+12065550100", "+14255550123"]


def test_the_duration_of_an_api_call_includes_the_ringing() -> None:
    """v4 counts from the first ring, 2026-03-30 from the answer."""
    ended = events.call_completed(events.answered(rings=16, talks=60))

    assert resource(ended, "api-v4")["duration"] == 76
    assert resource(ended, "2026-03-30")["duration"] == 60


def test_a_recording_hangs_on_the_call() -> None:
    """The object is the call: v3 has the file in `media`, the others in `recordings`."""
    call = events.answered(talks=60)

    recorded = events.call_recording_completed(call)

    assert resource(recorded, "app-v3")["media"][0]["duration"] == 60
    assert resource(recorded, "api-v4")["recordings"][0]["id"].startswith("CR")
    assert resource(recorded, "2026-03-30")["recordings"][0]["id"].startswith("RE")
    assert {resource(recorded, generation)["id"] for generation in Generation} == {call.id}


@pytest.mark.parametrize("generation", ["app-v3", "api-v4"])
def test_a_legacy_summary_names_the_call_and_no_number(generation: str) -> None:
    """Legacy summaries and transcripts have neither an id of their own nor any party of the call."""
    summary = resource(events.call_summary_completed(), generation)

    assert summary["callId"].startswith("ACx")
    assert not {"id", "from", "to", "participants", "direction"} & summary.keys()


def test_the_speakers_of_a_transcript_are_told_apart() -> None:
    """The outside speaker has a number and no user."""
    ours, theirs = resource(events.call_transcript_completed(), "2026-03-30")["dialogue"]

    assert (ours["identifier"], ours["userId"]) == (None, "USx7Dana3M")
    assert (theirs["identifier"], theirs["userId"]) == ("+14255550123", None)


def test_an_unfinished_part_has_a_state_and_no_words() -> None:
    """A transcript in progress has a null dialogue."""
    transcript = resource(events.call_transcript_completed(dialogue=None, status="in-progress"), "2026-03-30")

    assert (transcript["processingStatus"], transcript["dialogue"]) == ("in-progress", None)


def test_times_come_in_several_forms() -> None:
    """About one v3 payload in two mixes milliseconds with offsets and sorts its keys."""
    payloads = [render(events.call_completed(events.answered(id=f"ACx{n}")), "app-v3") for n in range(12)]

    endings = {resource_of(payload)["completedAt"][-6:] for payload in payloads}
    orders = {tuple(payload) for payload in payloads}

    assert endings == {"6.000Z", "+00:00"}
    assert len(orders) == 2


def test_a_call_that_sona_took_is_told_as_such() -> None:
    """v4 names an SY user, 2026-03-30 a status."""
    ended = events.call_completed(events.answered(by="SYx1"))

    assert resource(ended, "api-v4")["answeredBy"] == "SYx1"
    assert resource(ended, "2026-03-30")["status"] == "ai-handled"
