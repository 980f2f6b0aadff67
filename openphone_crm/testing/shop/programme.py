"""Decides what is told next: several stories run side by side, some of it twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import attrs

from openphone_crm.testing.happenings import SHOP_LINE, Happening
from openphone_crm.testing.identifiers import Picker
from openphone_crm.testing.payloads import Generation, is_sent_by
from openphone_crm.testing.shop.beats import Beat, Saves, Says
from openphone_crm.testing.shop.customers import Customer, newcomer
from openphone_crm.testing.shop.performing import Scene, perform
from openphone_crm.testing.shop.script import SCREENPLAYS

PAUSE: Final = 25
"""Seconds between two beats of a story, at least."""

_STORIES_AT_ONCE: Final = 4
_THANKS: Final = ("Thank you!", "Sounds good, thanks", "Great, talk soon", "Ok 👍", "Perfect")


Played: TypeAlias = tuple[tuple[object, ...], tuple[Happening, ...]]
"""The name of a beat, and what is told of it."""


@attrs.frozen(kw_only=True)
class Part:
    """One happening, to be told to one subscription; the same sequence again is a repeated delivery."""

    happening: Happening
    generation: Generation
    sequence: str


class Performance:
    """One customer's story, beat by beat."""

    def __init__(
        self, customer: Customer, beats: Sequence[Beat], *, seed: tuple[object, ...], media_base: str
    ) -> None:
        self.customer = customer
        self.parts: deque[Part] = deque()
        self._beats = deque(enumerate(beats))
        self._seed = seed
        self._media_base = media_base
        self._is_saved = False

    @property
    def is_over(self) -> bool:
        """Whether every beat has been played."""
        return not self._beats

    def play(self, now: datetime) -> Played:
        """
        Play the next beat, and name it.

        It ends so long before now that all beats still to come fit into the time between: so a story keeps
        its order at any pace, and nothing of it lies in the future.
        """
        number, beat = self._beats.popleft()
        ahead = sum(PAUSE + later.seconds for _, later in self._beats)
        return self._played(number, beat, now - timedelta(seconds=ahead))

    def thank(self, now: datetime, words: str, *, number: int) -> Played:
        """Play a beat that always fits, as it is told by a single event."""
        ahead = sum(PAUSE + later.seconds for _, later in self._beats)
        return self._played(1000 + number, Says(words), now - timedelta(seconds=ahead))

    def _played(self, number: int, beat: Beat, ends: datetime) -> Played:
        self._is_saved = self._is_saved or isinstance(beat, Saves)
        seed = (*self._seed, number)
        scene = Scene(
            customer=self.customer,
            line=SHOP_LINE,
            ends_at=ends.replace(microsecond=ends.microsecond // 1000 * 1000),
            seed=seed,
            media_base=self._media_base,
            is_saved=self._is_saved,
        )
        return seed, perform(beat, scene)


class Programme:
    """
    Tells story after story, without end and the same for the same seed.

    The fixed cast comes first; from the second round on other people play the same stories.
    """

    def __init__(
        self,
        generations: Sequence[Generation],
        *,
        seed: tuple[object, ...],
        media_base: str,
        first_round: int = 0,
    ) -> None:
        self._generations = tuple(generations)
        self._seed = seed
        self._media_base = media_base
        self._picker = Picker("programme", *seed)
        self._performances = self._all_performances(first_round)
        self._on_stage = [next(self._performances) for _ in range(_STORIES_AT_ONCE)]
        self._thanks = 0

    def next(self, now: datetime, *, room: int | None = None) -> Part:
        """Return what is told next; with room for so many more only, no beat is begun that would not fit."""
        while True:
            performance = self._picker.choice(self._candidates(room))
            if not performance.parts:
                self._advance(performance, now, room)
            if performance.parts:
                return performance.parts.popleft()

    @property
    def _owed(self) -> int:
        return sum(len(performance.parts) for performance in self._on_stage)

    def _candidates(self, room: int | None) -> list[Performance]:
        owing = [performance for performance in self._on_stage if performance.parts]
        is_full = room is not None and self._owed >= room
        return owing if is_full else self._on_stage

    def _advance(self, performance: Performance, now: datetime, room: int | None) -> None:
        if performance.is_over:
            self._on_stage[self._on_stage.index(performance)] = next(self._performances)
            return
        parts = self._parts(*performance.play(now))
        if room is not None and len(parts) > room - self._owed:
            parts = self._thanked(performance, now)
        performance.parts.extend(parts)

    def _thanked(self, performance: Performance, now: datetime) -> tuple[Part, ...]:
        if not performance.customer.name:
            return ()
        self._thanks += 1
        words = self._picker.choice(_THANKS)
        return self._parts(*performance.thank(now, words, number=self._thanks), once=True)

    def _parts(
        self, name: tuple[object, ...], happenings: Sequence[Happening], *, once: bool = False
    ) -> tuple[Part, ...]:
        # Of two picks the one that tells more: v4 has no place for voicemails, and they are worth reading.
        picks = [self._picker.choice(self._generations) for _ in range(2)]
        generation = max(picks, key=lambda pick: sum(is_sent_by(each, pick) for each in happenings))
        parts = _told(happenings, generation, name)
        if once or not parts:
            return parts
        others = [other for other in self._generations if other is not generation]
        if others and self._picker.happens(one_in=6):
            parts += _told(happenings, self._picker.choice(others), name)
        return (*parts, parts[0]) if self._picker.happens(one_in=10) else parts

    def _all_performances(self, first_round: int) -> Iterator[Performance]:
        turn = first_round * len(SCREENPLAYS)
        while True:
            round_, place = divmod(turn, len(SCREENPLAYS))
            screenplay = SCREENPLAYS[place]
            customer = newcomer(screenplay.customer, index=turn) if round_ else screenplay.customer
            beats = screenplay.beats(customer)
            yield Performance(customer, beats, seed=(*self._seed, turn), media_base=self._media_base)
            turn += 1


def _told(
    happenings: Sequence[Happening], generation: Generation, name: tuple[object, ...]
) -> tuple[Part, ...]:
    return tuple(
        Part(
            happening=happening,
            generation=generation,
            sequence="/".join(map(str, (*name, number, generation.value))),
        )
        for number, happening in enumerate(happenings)
        if is_sent_by(happening, generation)
    )
