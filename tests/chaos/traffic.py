"""What the harness sends: events of all priorities and generations, each known by what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count

import attrs

from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, SignedDelivery, render, sign
from openphone_crm.testing.events import (
    answered,
    call_completed,
    call_summary_completed,
    message_delivered,
    message_received,
)
from openphone_crm.testing.happenings import Happening
from tests.chaos.misbehaving import marked

LEGACY_KEY = "Y2hhb3MtbGVnYWN5LXNpZ25pbmcta2V5LW51bWJlcjE="
STANDARD_KEY = "whsec_Y2hhb3Mtc3RhbmRhcmQtc2lnbmluZy1rZXk="
KEYS = f"{LEGACY_KEY} {STANDARD_KEY}"

PROCESSED = "processed"

_GENERATIONS = (Generation.APP_V3, Generation.API_V4, Generation.DATED)
_PARTIES = 90
_FIRST_PARTY = 110


@attrs.frozen(kw_only=True)
class Parcel:
    """
    A delivery, and what must come of it.

    `outcome` is that of every attempt at it: `processed` for once and for all, or how it fails until it is a
    dead letter.
    """

    delivery: SignedDelivery
    priority: Priority
    outcome: str = PROCESSED

    @property
    def id(self) -> str:
        """What tells deliveries apart."""
        return self.delivery.delivery_id


Kind = Callable[[int, str, datetime], Happening]


def received(number: int, text: str, now: datetime) -> Happening:
    """A customer's text: critical."""
    return message_received(text, id=_activity("a", number), sender=_party(number), created_at=now)


def delivered(number: int, text: str, now: datetime) -> Happening:
    """The shop's own text: standard."""
    return message_delivered(text, id=_activity("b", number), to=_party(number), created_at=now)


def call(number: int, _text: str, now: datetime) -> Happening:
    """A call that was answered: standard."""
    return call_completed(answered(id=_activity("c", number), external=_party(number), created_at=now))


def summary(number: int, text: str, now: datetime) -> Happening:
    """The summary of the call before it: low."""
    about = answered(id=_activity("c", number - 1), external=_party(number - 1), created_at=now)
    return call_summary_completed(about, summary=(text,))


# The summary follows its call; half of all is critical.
_CYCLE: tuple[tuple[Kind, Priority], ...] = (
    (received, Priority.CRITICAL),
    (delivered, Priority.STANDARD),
    (received, Priority.CRITICAL),
    (call, Priority.STANDARD),
    (summary, Priority.LOW),
    (received, Priority.CRITICAL),
)
CYCLE = len(_CYCLE)
WITH_TEXT: tuple[tuple[Kind, Priority], ...] = (
    (received, Priority.CRITICAL),
    (delivered, Priority.STANDARD),
    (summary, Priority.LOW),
)


def everyday(text_of: Callable[[int], str]) -> Iterator[Parcel]:
    """Yield traffic of all priorities, without an end; each parcel is signed when it is asked for."""
    for number in count():
        kind, priority = _CYCLE[number % CYCLE]
        yield parcel(number, kind, priority, text=text_of(number))


def parcel(number: int, kind: Kind, priority: Priority, *, text: str, outcome: str = PROCESSED) -> Parcel:
    """Sign one event, in the generation whose turn it is."""
    generation = _GENERATIONS[number // CYCLE % len(_GENERATIONS)]
    now = datetime.now(UTC)
    payload = render(kind(number, text, now), generation)
    key = LEGACY_KEY if generation.is_legacy else STANDARD_KEY
    delivery = sign(payload, generation=generation, key=key, at=now, sequence=number)
    return Parcel(delivery=delivery, priority=priority, outcome=outcome)


def plain(number: int) -> str:
    """Write a text that takes no time."""
    return f"Could someone look at the crack in our slab? It is number {number} by now."


def of_three_lengths(number: int) -> str:
    """Write a text that takes 0 ms to work on; in one of eleven 100 ms, and in one of a hundred 2 s."""
    if number % 100 == CYCLE:
        return marked(plain(number), "wait", 2000)
    return marked(plain(number), "wait", 100) if number % 11 == 0 else plain(number)


def _activity(kind: str, number: int) -> str:
    return f"ACx{kind}{number:030x}"


def _party(number: int) -> str:
    return f"+1206555{_FIRST_PARTY + number % _PARTIES:04}"
