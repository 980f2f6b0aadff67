"""Whatever the order in which OpenPhone tells of a call, and how often, people are told of it once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.testing import Generation, changed, events, render
from openphone_crm.testing.happenings import NOON, Call, Happening, Voicemail
from openphone_crm.testing.payloads import is_sent_by
from tests.examples import FEW
from tests.unit.telling.crew import CHAT, MAIL, Crew

Story = Sequence[tuple[str, float]]
"""What is told, by its name in `PAYLOADS`, and how many seconds pass after it."""

GENERATIONS = (Generation.APP_V3, Generation.API_V4, Generation.DATED)
PAUSES_S = st.sampled_from((0.0, 1.0, 30.0, 61.0))
MISSED = events.unanswered()
WITH_VOICEMAIL = events.unanswered(voicemail=Voicemail(), created_at=NOON + timedelta(hours=1))
TALK = events.answered(created_at=NOON + timedelta(hours=2))
OURS = events.unanswered(direction="outgoing", created_at=NOON + timedelta(hours=3))


def everything_about(call: Call) -> Iterator[Happening]:
    """All that OpenPhone tells of a call, in the order in which it happens."""
    yield events.call_ringing(call)
    if call.answered_at:
        yield events.call_answered(call)
        yield events.call_recording_completed(call)
    elif call.direction == "incoming":
        yield events.call_missed(call)
    yield events.call_completed(call)
    if call.voicemail:
        yield events.call_voicemail_completed(call)
    if call.voicemail or call.answered_at:
        yield events.call_transcript_completed(call)
        yield events.call_summary_completed(call)


PAYLOADS = {
    f"{name}: {happening.type} by {generation}": render(happening, generation)
    for name, call in {"missed": MISSED, "voicemail": WITH_VOICEMAIL, "talk": TALK, "ours": OURS}.items()
    for happening in everything_about(call)
    for generation in GENERATIONS
    if is_sent_by(happening, generation)
}


def shuffled(*names: str) -> st.SearchStrategy[Story]:
    """All about these calls at least once, some of it again, in any order and with any pauses."""
    told = [one for one in PAYLOADS if one.partition(":")[0] in names]
    again = st.lists(st.sampled_from(told), max_size=4)
    orders = again.flatmap(lambda more: st.permutations([*told, *more]))
    return orders.flatmap(lambda order: st.tuples(*(st.tuples(st.just(one), PAUSES_S) for one in order)))


@FEW
@given(story=shuffled("missed", "voicemail"))
def test_each_call_is_told_once(story: Story) -> None:
    """A missed call and a voicemail make two notifications for each channel, in every order."""
    crew = Crew()

    play(crew, story)

    assert [len(crew.told(channel)) for channel in (MAIL, CHAT)] == [2, 2]
    assert tells(crew) == sorted([MISSED.id, WITH_VOICEMAIL.id])
    assert crew.problems == crew.unsent == []


@FEW
@given(story=shuffled("talk", "ours"))
def test_other_calls_are_never_told(story: Story) -> None:
    """Calls that somebody took, and our own, are told to nobody, in every order."""
    crew = Crew()

    play(crew, story)

    assert [crew.told(channel) for channel in (MAIL, CHAT)] == [(), ()]


@FEW
@given(story=shuffled("voicemail"))
def test_known_words_are_told(story: Story) -> None:
    """Words that are known when the call is told stand in the notification."""
    crew = Crew()

    for name, _ in story:
        receive(crew, PAYLOADS[name])
    crew.after(0)

    [notification] = crew.told()
    assert "Transcript: Please call me back." in notification.body.splitlines()


def test_a_voicemail_that_names_its_call_only_once_is_told_once() -> None:
    """Copies without the call, told before it or after it, make no second thing to tell."""
    named = PAYLOADS["voicemail: call.voicemail.completed by 2026-03-30"]
    unnamed = changed(named, {"data.resource.callId": None})
    call = PAYLOADS["voicemail: call.completed by 2026-03-30"]
    orders = [(unnamed, named, call), (named, unnamed, call), (named, call, unnamed), (call, named, unnamed)]

    counts = [how_often_told(order) for order in orders]

    assert counts == [1, 1, 1, 1]


def play(crew: Crew, story: Story) -> None:
    """Have all of it told, with these pauses, and wait until nothing is to be told any more."""
    for name, pause in story:
        receive(crew, PAYLOADS[name])
        crew.after(pause)
    crew.after(61)


def receive(crew: Crew, payload: Mapping[str, Any]) -> None:
    """Take in a payload in a delivery of its generation."""
    is_dated = "resource" in payload["data"]
    crew.receive_payload(payload, Generation.DATED if is_dated else Generation.API_V4)


def how_often_told(payloads: Iterable[Mapping[str, Any]]) -> int:
    """How many notifications these payloads lead to, with a minute after each."""
    crew = Crew()
    for payload in payloads:
        receive(crew, payload)
        crew.after(61)
    return len(crew.told())


def tells(crew: Crew) -> list[str]:
    """What was to be told, by the OpenPhone ids of the calls."""
    with crew.crm.follow_ups._store.reading() as state:
        rows = [row.follow_up for row in state.follow_ups.values()]
    return sorted(follow_up.subject for follow_up in rows if follow_up.kind == "tell")
