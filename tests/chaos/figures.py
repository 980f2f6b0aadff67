"""What a scenario found out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.priority import Priority
from tests.chaos.checker import Verdict


@attrs.frozen(kw_only=True)
class Figures:
    """
    The figures of one scenario.

    `seen` are figures in words; `faults` the conditions that do not hold, a sentence each.
    """

    scenario: str
    done: str
    sent: int
    acknowledged: int
    repeats: int
    verdict: Verdict
    seen: Sequence[str] = ()
    faults: Sequence[str] = ()
    seconds: float = 0

    @property
    def is_passed(self) -> bool:
        """Whether every condition holds."""
        return not self.faults


def waits_in_words(verdict: Verdict) -> str:
    """Say how many seconds the slowest event of each priority waited, the most urgent first."""
    waits = [verdict.waits.get(priority) for priority in Priority]
    return " / ".join("-" if wait is None else f"{wait:.1f}" for wait in waits)


def faults_of(verdict: Verdict) -> list[str]:
    """Say what the checker found, once for each kind of it."""
    kinds = {"lost": verdict.lost, "doubled": verdict.doubled, "late": verdict.late, "wrong": verdict.wrong}
    return [f"{len(found)} {kind}: {found[0]}" for kind, found in kinds.items() if found]
