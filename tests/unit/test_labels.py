"""Tests of how an item reads in one line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.crm import Summary, Transcript, Voicemail
from openphone_crm.events import Direction, Media, Utterance
from openphone_crm.ids import ItemId
from openphone_crm.labels import (
    LIMIT,
    call_label,
    message_label,
    summary_label,
    transcript_label,
    voicemail_label,
)
from tests.unit.reports import NOON, a_call, a_message

INCOMING, OUTGOING = Direction.INCOMING, Direction.OUTGOING
PHOTO = Media("https://example.com/a.jpg")


@pytest.mark.parametrize(
    ("text", "media", "label"),
    [
        ("Is my bike ready?", (PHOTO,), "Is my bike ready?"),
        (None, (PHOTO,), "Attachment"),
        (None, (PHOTO, PHOTO), "2 attachments"),
        (None, (), ""),
        ("x" * 300, (), "x" * (LIMIT - 1) + "\u2026"),
    ],
)
def test_a_message_reads_as_its_words(text: str | None, media: tuple[Media, ...], label: str) -> None:
    """What was written stands there, shortened; or how many things were sent without words."""
    assert message_label(a_message(text=text, media=media)) == label


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (0, "Call: Incoming"),
        (45, "Call: Incoming - 45 sec"),
        (59, "Call: Incoming - 59 sec"),
        (60, "Call: Incoming - 1 min"),
        (89, "Call: Incoming - 1 min"),
        (90, "Call: Incoming - 2 min"),
        (300, "Call: Incoming - 5 min"),
        (4500, "Call: Incoming - 75 min"),
    ],
)
def test_an_answered_call_reads_as_the_customer_drew_it(seconds: int, label: str) -> None:
    """Direction and duration, in seconds or in minutes."""
    call = a_call(direction=INCOMING, answered_at=NOON, completed_at=NOON + timedelta(seconds=seconds))

    assert call_label(call) == label


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        ({"direction": INCOMING, "ended": True}, "Call: Missed"),
        ({"direction": OUTGOING, "ended": True}, "Call: No answer"),
        ({"forwarded": True, "ended": True}, "Call: Forwarded"),
        ({"ai_handled": True, "ended": True, "talk_seconds": 61}, "Call: Answered by AI - 1 min"),
        (
            {"direction": OUTGOING, "ended": True, "answered": True, "talk_seconds": 30},
            "Call: Outgoing - 30 sec",
        ),
        ({"direction": OUTGOING}, "Call: Outgoing"),
        ({}, "Call: Details to come"),
    ],
)
def test_any_other_call_reads_as_its_outcome(facts: dict[str, object], label: str) -> None:
    """Missed is missed; what is not known yet is not invented."""
    assert call_label(a_call(**facts)) == label


@pytest.mark.parametrize(
    ("seconds", "label"),
    [(30, "Voicemail: 30 sec"), (29.5, "Voicemail: 30 sec"), (120, "Voicemail: 2 min"), (None, "Voicemail")],
)
def test_a_voicemail_reads_as_its_duration(seconds: float | None, label: str) -> None:
    """Its words stand below it, not in its line."""
    voicemail = Voicemail(id=ItemId("v1"), key="ACx2", reported_at=NOON, duration_seconds=seconds)

    assert voicemail_label(voicemail) == label


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (("Ann asked for her bike.", "It is ready."), "Call Summary: Ann asked for her bike. It is ready."),
        ((), "Call Summary"),
    ],
)
def test_a_summary_reads_as_itself(lines: tuple[str, ...], label: str) -> None:
    """Its lines follow each other."""
    summary = Summary(id=ItemId("s1"), call_openphone_id="ACx2", reported_at=NOON, summary=lines)

    assert summary_label(summary) == label


@pytest.mark.parametrize(
    ("dialogue", "label"),
    [
        (
            (Utterance(speaker=None, text="Hello."), Utterance(speaker=None, text="Hi.")),
            "Call Transcript: Hello.",
        ),
        ((), "Call Transcript"),
    ],
)
def test_a_transcript_reads_as_its_beginning(dialogue: tuple[Utterance, ...], label: str) -> None:
    """The first words tell which talk it was."""
    transcript = Transcript(id=ItemId("t1"), call_openphone_id="ACx2", reported_at=NOON, dialogue=dialogue)

    assert transcript_label(transcript) == label
