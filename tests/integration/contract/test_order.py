"""Out of order is normal: whatever the order in which a call's events come, the end is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from operator import itemgetter
from typing import Any, Self, TypeAlias

import attrs

from tests.integration.contract.dated import (
    dated_call,
    dated_moment_of_call,
    dated_summary,
    dated_transcript,
    dated_voicemail,
)
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_recording,
    api_summary,
    api_transcript,
    app_call,
    app_event,
)
from tests.integration.contract.numbers import Numbers, moment, unused_activity
from tests.integration.contract.shop import Json, Shop

NAMES = ("id", "call_openphone_id", "openphone_id", "conversation_id", "contact_id")
Making: TypeAlias = Callable[[Numbers, str], list[Json]]


def legacy_life(numbers: Numbers, call_id: str) -> list[Json]:
    """Give the events of an answered call, from v1 webhooks."""
    call = api_call(numbers, answered=10.0, id=call_id)
    ringing = api_call(numbers, ended=None, id=call_id, status="ringing", updatedAt=moment(0))
    recorded = {**call, "recordings": [api_recording(id="CRx1")], "updatedAt": moment(70)}
    return [
        api_event("call.ringing", ringing, sent=0),
        api_event("call.completed", call),
        api_event("call.recording.completed", recorded, sent=70),
        api_transcript(call_id),
        api_summary(call_id),
    ]


def app_life(numbers: Numbers, call_id: str) -> list[Json]:
    """Give the events of a call with voicemail, from the app's webhooks."""
    left = {"url": "https://m.openph.one/static/0123456789abcdef.mp3", "type": "audio/mpeg", "duration": 7}
    ringing = app_call(numbers, ended=None, id=call_id, status="ringing")
    return [
        app_event("call.ringing", ringing, sent=0),
        app_event("call.completed", app_call(numbers, id=call_id, voicemail=left), sent=61),
        api_transcript(call_id, sent=90),
        api_summary(call_id, sent=95),
    ]


def dated_life(numbers: Numbers, call_id: str) -> list[Json]:
    """Give the events of a missed call with voicemail and all that can follow, from 2026-03-30 webhooks."""
    return [
        dated_moment_of_call(numbers, "call.missed", call_id, updated=60),
        dated_call(numbers, id=call_id, hasVoicemail=True, updatedAt=moment(61)),
        dated_voicemail(numbers, call_id),
        dated_transcript(numbers, call_id),
        dated_summary(numbers, call_id),
    ]


def copies_of_one_moment(numbers: Numbers, call_id: str) -> list[Json]:
    """Give a ringing and a completed copy of a call, of the same version."""
    version = moment(5)
    ringing = api_call(numbers, ended=None, id=call_id, status="ringing", updatedAt=version)
    completed = api_call(numbers, answered=2.0, ended=5, id=call_id, updatedAt=version)
    return [api_event("call.ringing", ringing), api_event("call.completed", completed)]


@attrs.frozen(kw_only=True)
class Life:
    """The events of one call, in the order in which they come."""

    numbers: Numbers
    call_id: str
    events: list[Json]

    @classmethod
    def of(cls, make: Making, numbers: Numbers, order: Sequence[int]) -> Self:
        """Make a call of its own, whose events come in that order."""
        call_id = unused_activity()
        events = make(numbers, call_id)
        return cls(numbers=numbers, call_id=call_id, events=[events[step] for step in order])


def lives_in_all_orders(make: Making) -> list[Life]:
    """Make a call for each order of its events, all with one customer."""
    numbers = Numbers()
    return [Life.of(make, numbers, order) for order in permutations(range(len(make(numbers, ""))))]


def play(shop: Shop, lives: Sequence[Life]) -> None:
    """Deliver the first event of each life, wait, deliver the second ones, and so on."""
    for step in range(max(len(life.events) for life in lives)):
        shop.receive(*[life.events[step] for life in lives if step < len(life.events)])


def ends(shop: Shop, lives: Sequence[Life]) -> list[list[Json]]:
    """Read what is shown of each call of one customer: its items of the timeline, and its own in the list."""
    path = f"conversations/{shop.conversation(lives[0].numbers)['id']}/timeline"
    shown: dict[str, list[Json]] = {}
    for item in shop.everything(path, limit=200):
        shown.setdefault(item.get("openphone_id") or item["call_openphone_id"], []).append(without_ours(item))
    calls = shop.calls(*[life.call_id for life in lives])
    return [
        [*sorted(shown[life.call_id], key=itemgetter("kind")), without_ours(call)]
        for life, call in zip(lives, calls, strict=True)
    ]


def without_ours(item: Mapping[str, Any]) -> Json:
    """Leave out what only names things: two calls have two ids, however alike they are."""
    bare = {name: value for name, value in item.items() if name not in NAMES}
    if "recordings" in bare:
        bare["recordings"] = [without_ours(recording) for recording in bare["recordings"]]
    return bare


def test_all_orders_end_alike(shop: Shop) -> None:
    """
    Whatever the order of its events, a call ends with the same items and the same call.

    It is played with an answered call of v1 webhooks, one with voicemail of the app's and a missed one of
    2026-03-30, each step of all of them worked on before the next one comes.
    """
    expected = {
        legacy_life: (["call", "summary", "transcript"], "answered", 50, 1),
        app_life: (["call", "summary", "transcript", "voicemail"], "missed", 0, 0),
        dated_life: (["call", "summary", "transcript", "voicemail"], "missed", 0, 0),
    }
    families = {make: lives_in_all_orders(make) for make in expected}

    play(shop, [life for family in families.values() for life in family])

    for make, (kinds, outcome, seconds, recordings) in expected.items():
        found = ends(shop, families[make])
        call = found[0][-1]
        assert [item["kind"] for item in found[0][:-1]] == kinds
        assert (call["outcome"], call["duration_seconds"]) == (outcome, seconds)
        assert len(call["recordings"]) == recordings
        different = [
            [event["type"] for event in life.events]
            for life, end in zip(families[make], found, strict=True)
            if end != found[0]
        ]
        assert different == []


def test_all_at_once_ends_alike(shop: Shop) -> None:
    """Events that are worked on in one batch end as those that come one by one."""
    steps = range(len(legacy_life(Numbers(), "")))
    slow, fast = Life.of(legacy_life, Numbers(), steps), Life.of(legacy_life, Numbers(), steps)

    play(shop, [slow])
    shop.receive(*reversed(fast.events))

    one, other = (
        [{**item, "from_number": None, "to_numbers": None} for item in ends(shop, [life])[0]]
        for life in (slow, fast)
    )
    assert one == other


def test_a_late_stale_copy_changes_nothing(shop: Shop, numbers: Numbers) -> None:
    """Older copies that come after the end, however they differ, leave all as it is."""
    id_ = unused_activity()
    shop.receive(*legacy_life(numbers, id_))
    before = shop.timeline(numbers), shop.calls(id_), shop.conversation(numbers)

    stale = api_call(numbers, ended=None, id=id_, status="ringing", updatedAt=moment(1))
    missed = api_call(numbers, ended=59, id=id_, status="no-answer", updatedAt=moment(2), answeredBy=None)
    shop.receive(
        api_event("call.ringing", stale), api_event("call.completed", missed), legacy_life(numbers, id_)[0]
    )

    assert (shop.timeline(numbers), shop.calls(id_), shop.conversation(numbers)) == before


def test_copies_of_one_moment_end_alike(shop: Shop, numbers: Numbers) -> None:
    """Of a ringing and a completed copy with the same `updatedAt`, the further status counts."""
    lives = [Life.of(copies_of_one_moment, numbers, order) for order in ((0, 1), (1, 0), (0, 1), (1, 0))]

    play(shop, lives)

    calls = shop.timeline(numbers, "call")
    assert [(call["outcome"], call["duration_seconds"]) for call in calls] == [("answered", 3)] * 4
    assert len({str(without_ours(call)) for call in calls}) == 1
