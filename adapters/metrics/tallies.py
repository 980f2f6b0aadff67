"""
What each process counts, in memory that all of them share: whoever is asked can tell the sum.

prometheus-client has a mode for several processes too. It writes a file for each process that ever lived,
which somebody must clear away, wants its directory named in the environment before it is imported, and takes
a lock for each count. Here counting is an addition in memory, and who comes after a process that died counts
on in its place: nothing piles up, and no total goes back.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import structlog

from .seats import Seats

log = structlog.get_logger(__name__)

MOST_PROCESSES: Final = 32
Key: TypeAlias = tuple[str, ...]
"""The name of what is counted, and the labels."""
Row: TypeAlias = "memoryview[float]"
"""The numbers of one key: `row[0] += 1` counts."""

_SIZE: Final = 8
_HEAD: Final = _SIZE
_NAMES: Final = 256 * 1024
_NUMBERS: Final = 64 * 1024
_PLACE: Final = _HEAD + _NAMES + _NUMBERS
_BETWEEN: Final = "\t"


class Tallies:
    """
    The counts of every process of one server.

    Each process writes to a place of its own, and to each row from one thread only. Anybody may read.
    """

    def __init__(self, seats: Seats | None = None, *, places: int = 1) -> None:
        """Make room; `shared` is what several processes want, and this what one does."""
        self._seats = seats
        # Anonymous memory: pages that nobody writes to cost nothing, and a full disk cannot harm it.
        self._memory = memoryview(mmap.mmap(-1, places * _PLACE))
        self._places = places
        self._own: _Place | None = None

    @classmethod
    def shared(cls) -> Tallies:
        """Make the room of several processes; call it before they are forked."""
        return cls(Seats(MOST_PROCESSES), places=MOST_PROCESSES)

    def row(self, *key: str, width: int = 1) -> Row:
        """Give the numbers of a key in this process, at first zero; what finds no room is not counted."""
        if self._own is None:
            self._own = self._taken()
        return self._own.row(key, width)

    def read(self) -> Mapping[Key, Sequence[float]]:
        """Give the sum of all processes, those that ended included."""
        sums: dict[Key, list[float]] = {}
        for number in range(self._places):
            for key, row in self._place(number).rows():
                known = sums.setdefault(key, [0.0] * len(row))
                known[:] = [before + more for before, more in zip(known, row, strict=True)]
        return sums

    def _taken(self) -> _Place:
        seat = self._seats.take() if self._seats else 0
        if seat is None:
            log.warning("requests_not_counted", reason=f"more than {self._places} processes serve")
            return _Place(memoryview(bytearray(_PLACE)))
        return self._place(seat)

    def _place(self, number: int) -> _Place:
        return _Place(self._memory[number * _PLACE : (number + 1) * _PLACE])


class _Place:
    """
    The numbers of one process, and before them the list of their keys.

    A key is written before the list is made longer, so that neither a reader nor whoever takes over from a
    process that was killed meets half of one.
    """

    def __init__(self, memory: memoryview) -> None:
        self._length = memory[:_HEAD].cast("q")
        self._names = memory[_HEAD : _HEAD + _NAMES]
        self._numbers = memory[_HEAD + _NAMES :].cast("d")
        self._rows = dict(self.rows())
        self._used = sum(map(len, self._rows.values()))

    def rows(self) -> Iterator[tuple[Key, Row]]:
        """Walk through what is listed."""
        begin = 0
        for line in bytes(self._names[: self._length[0]]).decode().split("\n")[:-1]:
            *key, width = line.split(_BETWEEN)
            end = begin + int(width)
            yield tuple(key), self._numbers[begin:end]
            begin = end

    def row(self, key: Key, width: int) -> Row:
        """Give the numbers of a key, and list it when it is new."""
        known = self._rows.get(key)
        return self._listed(key, width) if known is None else known

    def _listed(self, key: Key, width: int) -> Row:
        line = f"{_BETWEEN.join((*key, str(width)))}\n".encode()
        begin, end = self._length[0], self._length[0] + len(line)
        if end > _NAMES or self._used + width > len(self._numbers):
            return memoryview(bytearray(width * _SIZE)).cast("d")
        self._names[begin:end] = line
        self._length[0] = end
        row = self._rows[key] = self._numbers[self._used : self._used + width]
        self._used += width
        return row
