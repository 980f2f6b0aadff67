"""Which request meets which fault: some fail once, some until it is told otherwise."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

Kind = TypeVar("Kind")


@attrs.frozen
class _Planned(Generic[Kind]):
    """A fault, and the beginning of what meets it."""

    fault: Kind
    on: str

    def meets(self, name: str, *, barring: frozenset[Kind]) -> bool:
        """Say whether what has that name meets it, unless it cannot."""
        return name.startswith(self.on) and self.fault not in barring


@attrs.define
class Breakdowns(Generic[Kind]):
    """Faults in the order in which they are to happen; those that stay come after those that pass."""

    _passing: list[_Planned[Kind]] = attrs.field(factory=list, init=False)
    _staying: list[_Planned[Kind]] = attrs.field(factory=list, init=False)

    def plan(self, *faults: Kind, on: str = "") -> None:
        """Let the next that begin so fail, each by one of these."""
        self._passing.extend(_Planned(fault, on) for fault in faults)

    def keep(self, fault: Kind, on: str = "") -> None:
        """Let all that begin so fail."""
        self._staying.append(_Planned(fault, on))

    def clear(self) -> None:
        """Let nothing fail any more."""
        self._passing.clear()
        self._staying.clear()

    def next(self, name: str, *, barring: frozenset[Kind] = frozenset()) -> Kind | None:
        """Take the fault that what has that name meets, if there is one."""
        for planned in self._passing:
            if planned.meets(name, barring=barring):
                self._passing.remove(planned)
                return planned.fault
        found = (each.fault for each in self._staying if each.meets(name, barring=barring))
        return next(found, None)
