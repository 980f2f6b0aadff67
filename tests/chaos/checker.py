"""
The total-queue checker: what went in must come out, once, and in time.

It knows what was sent and acknowledged, and is shown what the database holds once everything has settled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

import attrs

from openphone_crm.priority import Priority
from tests.chaos.traffic import PROCESSED, Parcel

MOST_TRIES = 4
"""One, and three retries."""

_ANY_TIME: Mapping[Priority, timedelta] = MappingProxyType({})
_NEVER: Mapping[str, datetime] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Event:
    """A row of the inbox, the outcomes of its attempts, and how often each of its effects was left."""

    id: str
    delivery_id: str
    status: str
    due_at: datetime
    processed_at: datetime | None
    outcomes: Sequence[str]
    effects: Sequence[int] = ()


@attrs.frozen(kw_only=True)
class Found:
    """
    What the database holds.

    `things` counts the rows of each message, call or summary, by kind and OpenPhone id; `lines` how often
    each of them stands in a timeline.
    """

    events: Sequence[Event]
    things: Mapping[tuple[str, str], int]
    lines: Mapping[tuple[str, str], int]


@attrs.frozen(kw_only=True)
class Verdict:
    """
    What was found wrong, a sentence each, and how long the events waited.

    `blamed` are the events that were to be processed and have an attempt that did not succeed.
    """

    lost: Sequence[str]
    doubled: Sequence[str]
    late: Sequence[str]
    wrong: Sequence[str]
    blamed: Sequence[str]
    waits: Mapping[Priority, float]
    """Seconds, the longest of each priority."""


@attrs.frozen(kw_only=True)
class Sent:
    """
    What the sender knows, and what it was promised.

    `limits` say what is late. The clock of an event runs from when it was due; where its worker was killed
    with it in hand, from then (`struck`, by event id).
    """

    parcels: Sequence[Parcel]
    acknowledged: Collection[str]
    limits: Mapping[Priority, timedelta] = _ANY_TIME
    struck: Mapping[str, datetime] = _NEVER


def check(sent: Sent, found: Found) -> Verdict:
    """Compare."""
    rows = Counter(event.delivery_id for event in found.events)
    pairs = list(_pairs(sent.parcels, found.events))
    innocent = [(parcel, event) for parcel, event in pairs if parcel.outcome == PROCESSED]
    doubled = [*_twice("delivery", rows), *_twice("row", found.things), *_twice("line", found.lines)]
    return Verdict(
        lost=[*_without_row(sent, rows), *_unfinished(innocent), *_without_trace(innocent, found)],
        doubled=[*doubled, *_done_again(innocent)],
        late=list(_late(innocent, sent)),
        wrong=[*_strangers(sent, rows), *_no_dead_letter(pairs)],
        blamed=[event.id for _, event in innocent if set(event.outcomes) - {PROCESSED}],
        waits=_longest_waits(innocent, sent),
    )


def waited(event: Event, struck: Mapping[str, datetime]) -> float:
    """Give the seconds from when an event was due, or was freed by a kill, to when it was processed."""
    if event.processed_at is None:
        return 0
    began = max(event.due_at, struck.get(event.id, event.due_at))
    return max((event.processed_at - began).total_seconds(), 0)


_Pairs = Sequence[tuple[Parcel, Event]]


def _pairs(parcels: Iterable[Parcel], events: Iterable[Event]) -> Iterator[tuple[Parcel, Event]]:
    by_id = {parcel.id: parcel for parcel in parcels}
    for event in events:
        if event.delivery_id in by_id:
            yield by_id[event.delivery_id], event


def _without_row(sent: Sent, rows: Collection[str]) -> Iterator[str]:
    for parcel in sent.parcels:
        if parcel.id in sent.acknowledged and parcel.id not in rows:
            yield f"{parcel.id} was acknowledged and has no row"


def _unfinished(innocent: _Pairs) -> Iterator[str]:
    for _, event in innocent:
        if event.status != PROCESSED:
            yield f"event {event.id} is {event.status} after {list(event.outcomes)}"


def _without_trace(innocent: _Pairs, found: Found) -> Iterator[str]:
    for parcel, event in innocent:
        if event.status != PROCESSED:
            continue
        kind, name = parcel.delivery.about
        if not found.things.get((kind, name)):
            yield f"event {event.id} is processed and there is no {kind} {name}"
        elif not found.lines.get((kind, name)):
            yield f"event {event.id} is processed and {kind} {name} stands in no timeline"
        if not event.effects:
            yield f"event {event.id} is processed and left no effect"


def _twice(what: str, counted: Mapping[str, int] | Mapping[tuple[str, str], int]) -> Iterator[str]:
    for name, number in counted.items():
        if number > 1:
            yield f"{number} times the {what} {name}"


def _done_again(innocent: _Pairs) -> Iterator[str]:
    for _, event in innocent:
        if event.outcomes.count(PROCESSED) > 1:
            yield f"event {event.id} was processed {event.outcomes.count(PROCESSED)} times"
        if max(event.effects, default=0) > 1:
            yield f"event {event.id} left its effect {max(event.effects)} times"


def _late(innocent: _Pairs, sent: Sent) -> Iterator[str]:
    for parcel, event in innocent:
        limit = sent.limits.get(parcel.priority)
        seconds = waited(event, sent.struck)
        if limit is not None and seconds > limit.total_seconds():
            yield f"{parcel.priority.label} event {event.id} waited {seconds:.1f} s"


def _strangers(sent: Sent, rows: Collection[str]) -> Iterator[str]:
    known = {parcel.id for parcel in sent.parcels}
    for delivery_id in rows:
        if delivery_id not in known:
            yield f"{delivery_id} was never sent"


def _no_dead_letter(pairs: _Pairs) -> Iterator[str]:
    """Poison must have failed as it was made to, as often as the policy says, and then have been left."""
    for parcel, event in pairs:
        if parcel.outcome == PROCESSED:
            continue
        if event.status != "failed" or list(event.outcomes) != [parcel.outcome] * MOST_TRIES:
            yield f"poison {event.id} is {event.status} after {list(event.outcomes)}"


def _longest_waits(innocent: _Pairs, sent: Sent) -> dict[Priority, float]:
    waits: dict[Priority, float] = {}
    for parcel, event in innocent:
        waits[parcel.priority] = max(waits.get(parcel.priority, 0), waited(event, sent.struck))
    return waits
