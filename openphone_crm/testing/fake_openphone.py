"""An OpenPhone without a network: it tells, in signed deliveries, what happens at a small shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.testing.deliveries import SignedDelivery, sign
from openphone_crm.testing.happenings import MEDIA_BASE, Happening
from openphone_crm.testing.identifiers import Picker
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.payloads import Generation, render
from openphone_crm.testing.shop.programme import Part, Programme
from openphone_crm.testing.subscriptions import MIXED, Subscription, subscriptions

_DOCUMENTED_TYPES: Final = {
    "call.summary.completed": "callSummary",
    "call.transcript.completed": "callTranscript",
}


@attrs.define
class FakeOpenPhone:
    """
    Makes deliveries of a shop's calls and texts: endless, signed, and the same for the same seed and start.

    Several keys may be given in one string, as in `CRM_WEBHOOK_KEYS`; with the generation `mixed` each
    of them sends every generation that it can sign. It has no clock and no socket: whoever drives it says
    what time it is, and posts what it gives.
    """

    key: str = attrs.field(repr=False)
    generation: str = MIXED
    start: datetime = attrs.field(kw_only=True)
    seed: str = attrs.field(default="", kw_only=True)
    rate: float = attrs.field(default=1.0, kw_only=True)
    """Deliveries a second."""
    first_round: int = attrs.field(default=0, kw_only=True)
    """0 begins with the fixed cast; each later round has the same stories played by other people."""
    media_base: str = attrs.field(default=MEDIA_BASE, kw_only=True)
    workspace: Workspace | None = attrs.field(default=None, kw_only=True, repr=False)
    """Learns all that is told, so that it can be asked for too; it also shows the URLs of the media."""
    _subscriptions: tuple[Subscription, ...] = attrs.field(init=False, repr=False)
    _programme: Programme = attrs.field(init=False, repr=False)
    _told: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        """Gather the subscriptions and open the programme."""
        self._subscriptions = subscriptions(self.key, self.generation)
        self._programme = Programme(
            tuple(dict.fromkeys(each.generation for each in self._subscriptions)),
            seed=(self.seed, self.start.isoformat()),
            media_base=self.media_base,
            first_round=self.first_round,
        )

    def deliveries(self, now: datetime) -> list[SignedDelivery]:
        """Return what is due by now, at the pace of so many a second since the start."""
        due = int((now - self.start).total_seconds() * self.rate) - self._told
        return self.take(max(due, 0), now)

    def take(self, count: int, now: datetime) -> list[SignedDelivery]:
        """Return so many deliveries at once, whatever the pace."""
        return [self._next(now) for _ in range(count)]

    def story(self, count: int, now: Callable[[], datetime] | None = None) -> Iterator[SignedDelivery]:
        """
        Yield exactly so many deliveries, signed when each is asked for, and leave nothing half told.

        Without a clock they follow each other at the pace.
        """
        for room in range(count, 0, -1):
            yield self._next(now() if now else self._paced(count - room + 1), room)

    def _paced(self, deliveries: int) -> datetime:
        return self.start + timedelta(seconds=deliveries / self.rate)

    def _next(self, now: datetime, room: int | None = None) -> SignedDelivery:
        self._told += 1
        part = self._programme.next(now, room=room)
        return sign(
            render(self._known(part), part.generation, _spelling(part)),
            generation=part.generation,
            key=self._key_for(part),
            at=now,
            sequence=part.sequence,
        )

    def _known(self, part: Part) -> Happening:
        if self.workspace is None:
            return part.happening
        self.workspace.learn(part.happening)
        # A repeated delivery is the same to the last byte.
        return self.workspace.links().happening(part.happening, part.sequence)

    def _key_for(self, part: Part) -> str:
        keys: Sequence[str] = [each.key for each in self._subscriptions if each.generation is part.generation]
        # The same part is always told to the same subscription.
        return Picker("key", part.sequence).choice(keys)


def _spelling(part: Part) -> dict[str, object]:
    """Spell some types of v4 as its documentation does, and not as it usually sends them."""
    documented = _DOCUMENTED_TYPES.get(part.happening.type)
    is_documented = Picker("spelling", part.sequence).happens(one_in=4)
    return (
        {"type": documented} if part.generation is Generation.API_V4 and documented and is_documented else {}
    )
