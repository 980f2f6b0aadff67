"""Whatever the order in which OpenPhone tells what happened, and how often, the CRM ends up the same (R9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_crm.paging import PageRequest
from openphone_crm.testing import Generation, changed, events, render
from openphone_crm.testing.happenings import NOON, Call, Happening, Recording, Text, Voicemail
from openphone_crm.testing.payloads import is_sent_by
from openphone_crm.views import CallFilter, CallView, ContactFilter, ConversationFilter
from openphone_crm.working_set import LoadedResources, Wanted
from tests.unit.processing.shop import Shop

Told = tuple[Happening, Generation]

_EVERYTHING = PageRequest(200)
_GENERATIONS = (Generation.APP_V3, Generation.API_V4, Generation.DATED)
_ANSWERED = events.answered(talks=95)
_UNANSWERED = events.unanswered(voicemail=Voicemail())
_SEGMENTS = (
    Recording(url="https://storage.googleapis.com/opstatics/one.mp3", name="one", duration=30),
    Recording(url="https://storage.googleapis.com/opstatics/two.mp3", name="two", duration=40),
)
_TEXT = Text(
    text="On our way", direction="outgoing", sender=Text().recipients[0], recipients=("+14255550123",)
)
_FIVE = (
    "call.completed",
    "call.recording.completed",
    "call.transcript.completed",
    "call.summary.completed",
    "message.delivered",
)
_DELIVERED = Happening(type="message.delivered", subject=_TEXT, at=NOON + timedelta(seconds=300))


def _of_answered_call(call: Call = _ANSWERED) -> tuple[Happening, ...]:
    in_progress = events.call_summary_completed(call, None, None, status="in-progress", after=6)
    return (
        events.call_ringing(call),
        events.call_answered(call),
        events.call_completed(call),
        events.call_recording_completed(attrs.evolve(call, recordings=_SEGMENTS)),
        events.call_transcript_completed(call),
        in_progress,
        events.call_summary_completed(call),
        _DELIVERED,
    )


def _of_missed_call(call: Call = _UNANSWERED) -> tuple[Happening, ...]:
    return (
        events.call_ringing(call),
        events.call_missed(call),
        events.call_completed(call),
        events.call_voicemail_completed(call),
        events.call_transcript_completed(call),
        events.call_summary_completed(call),
        _DELIVERED,
    )


def _told(happenings: Sequence[Happening], *generations: Generation) -> list[Told]:
    return [(each, by) for by in generations for each in happenings if is_sent_by(each, by)]


_STORIES = {
    f"{name} by {' and '.join(generations)}": _told(happenings, *generations)
    for name, happenings in (("answered", _of_answered_call()), ("missed", _of_missed_call()))
    for generations in (*((each,) for each in _GENERATIONS), (Generation.APP_V3, Generation.DATED))
}


@settings(max_examples=settings().max_examples // 2)
@given(story=st.sampled_from(sorted(_STORIES)), chance=st.data(), batch=st.integers(1, 6))
def test_all_orders_end_alike(story: str, chance: st.DataObject, batch: int) -> None:
    """A call's events, from one subscription or two, in any order, repeated, in any batches, end alike."""
    told = _STORIES[story]
    order = chance.draw(_shuffled(told))

    outcome = _end(order, batch)

    assert outcome == _expected(story)


def test_every_order_of_the_five_events_of_a_call_ends_alike() -> None:
    """Completed, recording, transcript, summary, and a text delivered meanwhile: all 120 orders end alike."""
    in_progress = _of_answered_call()[5]
    story = _STORIES["answered by 2026-03-30"]
    told = [one for one in story if one[0].type in _FIVE and one[0] != in_progress]

    outcomes = (_end(order, 4) for order in permutations(told))

    first = next(outcomes)
    assert all(outcome == first for outcome in outcomes)


def test_two_subscriptions_show_everything_once() -> None:
    """What two generations tell of one call is one call, and stands in one conversation."""
    outcome = _expected("answered by app-v3 and 2026-03-30")

    kinds = [item.kind.value for items in outcome["timelines"] for item in items]
    assert sorted(kinds) == ["call", "message", "summary", "transcript"]
    assert [len(outcome[kind]) for kind in ("calls", "conversations")] == [1, 1]


def test_all_orders_of_a_messages_events_end_alike() -> None:
    """A text that failed, did not arrive and arrived after all ends in one state in any order."""
    told = [
        (Happening(type=type_, subject=_TEXT, at=NOON + timedelta(seconds=seconds)), Generation.DATED)
        for seconds, type_ in enumerate(("message.failed", "message.undelivered", "message.delivered"))
    ]
    told.append((_DELIVERED, Generation.API_V4))

    outcomes = [_end(order, 1) for order in permutations(told)]

    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize("batch", [1, 3])
def test_a_voicemail_whose_call_is_named_late(batch: int) -> None:
    """A voicemail told once without its call and once with it ends the same in any order."""
    voicemail = render(events.call_voicemail_completed(_UNANSWERED), Generation.DATED)
    payloads = [
        voicemail,
        changed(voicemail, {"data.resource.callId": None, "createdAt": "2026-04-13T19:05:00.000Z"}),
        render(events.call_completed(_UNANSWERED), Generation.DATED),
    ]

    outcomes = [_end_of(order, batch) for order in permutations(payloads)]

    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0]["calls"][0].call.completed_at is not None


@pytest.mark.parametrize("story", sorted(_STORIES))
def test_a_late_stale_copy_changes_nothing(story: str) -> None:
    """After everything was told, each single event that comes again leaves all as it is."""
    told = _STORIES[story]
    shop = Shop()
    _work(shop, [render(*each) for each in told], len(told))

    for late in told:
        _work(shop, [render(*late)], 1)

    assert _state(shop) == _expected(story)


def test_a_stale_copy_with_other_values_changes_nothing() -> None:
    """A copy that is older than what is known, though received later, overwrites nothing."""
    told = _told(_of_answered_call(), Generation.DATED)
    shop = Shop()
    _work(shop, [render(*each) for each in told], 1)
    before = _state(shop)
    stale = render(
        events.call_completed(_ANSWERED),
        Generation.DATED,
        {"data.resource.updatedAt": "2026-04-13T19:00:01.000Z", "data.resource.answeredByUserId": "USxStale"},
    )

    _work(shop, [stale], 1)

    assert _state(shop) == before


def _shuffled(told: Sequence[Told]) -> st.SearchStrategy[list[Told]]:
    """All of it at least once, in any order, some of it again."""
    again = st.lists(st.sampled_from(told), max_size=4)
    return again.flatmap(lambda more: st.permutations([*told, *more]))


def _end(told: Iterable[Told], batch: int) -> dict[str, Any]:
    """The state in which a CRM ends that is told all this, so many at a time."""
    return _end_of([_rendered(*each) for each in told], batch)


def _end_of(payloads: Sequence[dict[str, Any]], batch: int) -> dict[str, Any]:
    shop = Shop()
    _work(shop, payloads, batch)
    return _state(shop)


@cache
def _expected(story: str) -> dict[str, Any]:
    return _end(_STORIES[story], 1)


@cache
def _rendered(happening: Happening, generation: Generation) -> dict[str, Any]:
    return render(happening, generation)


def _work(shop: Shop, payloads: Sequence[dict[str, Any]], batch: int) -> None:
    for start in range(0, len(payloads), batch):
        for payload in payloads[start : start + batch]:
            is_dated = "resource" in payload["data"]
            shop.receive_payload(payload, Generation.DATED if is_dated else Generation.API_V4)
        shop.clock.advance(seconds=61)
        shop.work()
    assert shop.problems == []


def _state(shop: Shop) -> dict[str, Any]:
    """All that can be seen, but for what tells when and by which event somebody was first heard of."""
    crm = shop.crm
    conversations = crm.conversations.find(ConversationFilter(), _EVERYTHING).items
    contacts = crm.contacts.find(ContactFilter(), _EVERYTHING).items
    return {
        "calls": [_anonymous(view) for view in crm.calls.find(CallFilter(), _EVERYTHING).items],
        "contacts": sorted((contact.name or "", contact.phone_numbers) for contact in contacts),
        "conversations": [attrs.evolve(view, contact=None, participants=()) for view in conversations],
        "participants": [
            (one.phone_number, one.contact_id is None) for view in conversations for one in view.participants
        ],
        "timelines": [
            [
                attrs.evolve(item, body=_anonymous(item.body))
                for item in crm.conversations.timeline(view.id, _EVERYTHING).items
            ]
            for view in conversations
        ],
        "kept": _kept(shop),
    }


def _anonymous(body: Any) -> Any:  # noqa: ANN401 - whatever stands in a timeline
    return attrs.evolve(body, contact_id=None) if isinstance(body, CallView) else body


def _kept(shop: Shop) -> LoadedResources:
    wanted = Wanted(
        message_ids=frozenset({_TEXT.id}),
        call_ids=frozenset({_ANSWERED.id, _UNANSWERED.id}),
        line_ids=frozenset({_TEXT.line.id}),
    )
    with shop.crm.unit_of_work.begin() as transaction:
        kept = transaction.load_resources(wanted)
    return attrs.evolve(kept, recordings=tuple(sorted(kept.recordings, key=lambda one: one.id)))
