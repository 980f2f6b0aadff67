"""How people are told, word for word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from openphone_crm.crm import Call, Voicemail
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.notifications import Notification
from openphone_crm.stories import CallStory
from openphone_crm.story_texts import notification_of
from openphone_crm.testing import builders as make

SEATTLE = ZoneInfo("America/Los_Angeles")
CALL = make.call(
    direction=Direction.INCOMING,
    from_number=make.ANN,
    to_numbers=(make.OUR_NUMBER,),
    conversation_id=make.conversation(make.ANN).id,
    created_at=make.NOON,
    completed_at=make.later(20),
    ended=True,
    deep_link="https://my.quo.com/inbox/1",
)
VOICEMAIL = make.voicemail(CALL, duration_seconds=30.4, transcript="My cellar is wet. Please call back.")
LINK = f"https://crm.example/conversations/{CALL.conversation_id}"


def told(
    call: Call | None = CALL,
    voicemail: Voicemail | None = None,
    *,
    public_url: str | None = "https://crm.example",
    **known: Any,  # noqa: ANN401 - any field of a story
) -> Notification:
    """What people are told of a call."""
    story = CallStory(call=call, voicemail=voicemail, **known)
    return notification_of(story, timezone=SEATTLE, public_url=public_url)


def test_a_missed_call() -> None:
    """Who called, which number, when, and where to look."""
    notification = told(name="Ann Lee")

    assert notification.title == "Need follow-up: missed call from Ann Lee (+14255550111)"
    assert notification.body.splitlines() == [
        "Name: Ann Lee",
        "Number: +14255550111",
        "Called: +12065550100",
        "When: Monday, 2026-04-13 05:00 PDT",
        f"Link: {LINK}",
    ]


def test_a_voicemail() -> None:
    """How long it is and what it says stand there too."""
    notification = told(voicemail=VOICEMAIL)

    assert notification.title == "Urgent callback: voicemail from +14255550111"
    assert notification.body.splitlines() == [
        "Number: +14255550111",
        "Called: +12065550100",
        "When: Monday, 2026-04-13 05:00 PDT",
        "Duration: 30 sec",
        "Transcript: My cellar is wet. Please call back.",
        f"Link: {LINK}",
    ]


def test_words_that_are_not_known_yet() -> None:
    """Whoever is told before the words are written down is told so."""
    notification = told(attrs.evolve(CALL, has_voicemail=True))

    assert notification.title.startswith("Urgent callback: voicemail")
    assert "Transcript: Not known yet. Listen to it in Quo." in notification.body.splitlines()
    assert "Duration" not in notification.body


def test_the_transcript_of_a_missed_call_is_its_voicemail() -> None:
    """What the older webhooks bring as the call's transcript are the words that were left."""
    dialogue = tuple(Utterance(speaker=None, text=text) for text in ("It leaks.", "Please call."))
    transcript = make.transcript(CALL, state=ProcessingState.COMPLETED, dialogue=dialogue)

    notification = told(transcript=transcript)

    assert notification.title.startswith("Urgent callback: voicemail")
    assert "Transcript: It leaks. Please call." in notification.body.splitlines()


def test_a_voicemail_without_a_call() -> None:
    """It brings its own numbers, and stands where it was reported."""
    alone = make.voicemail(from_number=make.BEN, to_numbers=(make.OUR_NUMBER,), transcript="Hi.")

    notification = told(None, alone)

    assert notification.title == "Urgent callback: voicemail from +14255550122"
    assert notification.body.splitlines() == [
        "Number: +14255550122",
        "Called: +12065550100",
        "When: Monday, 2026-04-13 05:00 PDT",
        "Transcript: Hi.",
    ]


@pytest.mark.parametrize(
    ("caller", "words"),
    [
        ("Anonymous", "a withheld number"),
        ("RESTRICTED", "a withheld number"),
        (None, "an unknown number"),
        ("72975", "72975"),
        ("internal:US999", "internal:US999"),
    ],
)
def test_a_caller_without_a_number(caller: str | None, words: str) -> None:
    """What OpenPhone has instead of a number is said in words, or as it is."""
    notification = told(attrs.evolve(CALL, from_number=caller, conversation_id=None))

    assert notification.title == f"Need follow-up: missed call from {words}"
    assert f"Number: {words}" in notification.body.splitlines()


def test_without_our_own_page_the_link_leads_to_quo() -> None:
    """Where nobody said how this product is reached, Quo's own page serves."""
    assert told(public_url=None).body.splitlines()[-1] == "Link: https://my.quo.com/inbox/1"


def test_without_any_page_there_is_no_link() -> None:
    """A line that says nothing is left out."""
    assert "Link" not in told(attrs.evolve(CALL, deep_link=None), public_url=None).body


@pytest.mark.parametrize("month", [1, 7])
def test_the_time_is_the_shops(month: int) -> None:
    """A time says in which time it is told, in summer and in winter."""
    moment = datetime(2026, month, 13, 20, 5, tzinfo=UTC)

    body = told(attrs.evolve(CALL, created_at=moment)).body

    expected = {1: "When: Tuesday, 2026-01-13 12:05 PST", 7: "When: Monday, 2026-07-13 13:05 PDT"}
    assert expected[month] in body.splitlines()


def test_strangers_write_no_lines() -> None:
    """A name and a voicemail stay on their own lines, however they are written."""
    evil = "Hi\r\nNumber: +19005550199\n\u2028Link: https://evil.example\x00\x1b[2J"

    notification = told(voicemail=attrs.evolve(VOICEMAIL, transcript=evil), name=evil)

    labels = [line.partition(":")[0] for line in notification.body.splitlines()]
    assert labels == ["Name", "Number", "Called", "When", "Duration", "Transcript", "Link"]
    assert notification.title.isprintable()
    assert not {"\x00", "\x1b"} & set(notification.body)


def test_long_words_are_shortened() -> None:
    """A name fits into a title, and a voicemail into a mail that is read on a phone."""
    notification = told(voicemail=attrs.evolve(VOICEMAIL, transcript="very " * 1000), name="Ann " * 100)

    [transcript] = [line for line in notification.body.splitlines() if line.startswith("Transcript")]
    assert transcript.endswith("very\u2026")
    assert len(transcript) <= len("Transcript: ") + 1500
    assert len(notification.title) < 150
