"""Screenplays are read as they are written."""

from __future__ import annotations

import pytest

from openphone_crm.testing.shop.beats import Misses, Replies, Says, Talks
from openphone_crm.testing.shop.customers import newcomer
from openphone_crm.testing.shop.screenplays import read_screenplays
from openphone_crm.testing.shop.script import SCREENPLAYS

STORY = """
who: Ann Whitfield | +12065550111 | 418 Alder Street | Seattle | ann@example.com
text: This is {first}
    at {street}.
lost: Hello
call:
us: Harbor Foundation.
them: It cracked.
summary: A crack.
next: Call back.
voicemail: Please call me back.
"""


def test_a_story_becomes_beats() -> None:
    """Words go on over lines, details are filled in, and a call gathers its own lines."""
    (screenplay,) = read_screenplays(STORY)

    says, lost, talks, misses = screenplay.beats(screenplay.customer)

    assert says == Says("This is Ann at 418 Alder Street.")
    assert lost == Replies("Hello", arrives=False)
    assert isinstance(talks, Talks)
    assert (talks.summary, talks.next_steps) == (("A crack.",), ("Call back.",))
    assert [utterance.is_external for utterance in talks.dialogue] == [False, True]
    assert misses == Misses("Please call me back.")


def test_words_of_a_call_need_a_call() -> None:
    """A line of a dialogue that follows no call is refused."""
    (screenplay,) = read_screenplays("who: Ann | +12065550111\ntext: Hi\nthem: Hello?")

    with pytest.raises(TypeError, match="them"):
        screenplay.beats(screenplay.customer)


def test_speakers_take_turns_in_time() -> None:
    """Nobody speaks before the one before has ended."""
    for screenplay in SCREENPLAYS:
        calls = [beat for beat in screenplay.beats(screenplay.customer) if isinstance(beat, Talks)]
        times = [[time for said in call.dialogue for time in (said.start, said.end)] for call in calls]
        assert times == [sorted(each) for each in times]


def test_a_newcomer_is_always_the_same_person() -> None:
    """The index alone decides who it is, and it is nobody of the cast."""
    like = SCREENPLAYS[0].customer

    first, again, other = newcomer(like, index=30), newcomer(like, index=30), newcomer(like, index=31)

    assert first == again
    assert len({like.number, first.number, other.number}) == 3
    assert first.name != like.name
