"""Counting what became of deliveries."""

from __future__ import annotations

from collections import Counter
from threading import Lock

from rich.table import Table

from entrypoints.posting import Answer, Posted


class Tally:
    """The answers of a run, and how long they took; several threads may add."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: Counter[Answer] = Counter()
        self._reasons: Counter[str] = Counter()
        self._milliseconds: list[float] = []

    @property
    def sent(self) -> int:
        """How many deliveries were sent."""
        return self._answers.total()

    @property
    def is_all_accepted(self) -> bool:
        """Whether nothing was refused and nothing failed."""
        return all(answer.is_accepted for answer in self._answers)

    def add(self, posted: Posted) -> None:
        """Count one answer."""
        with self._lock:
            self._answers[posted.answer] += 1
            self._milliseconds.append(posted.milliseconds)
            if not posted.answer.is_accepted:
                self._reasons[posted.reason] += 1

    def table(self) -> Table:
        """Show the answers, and why some were none."""
        rows = [("sent", self.sent), *[(answer.value, self._answers[answer]) for answer in Answer]]
        table = Table("deliveries", "", show_header=False)
        for name, count in rows:
            table.add_row(name, f"{count}")
        for share in (50, 99):
            table.add_row(f"p{share} ms", f"{self.percentile(share):.1f}")
        for reason, count in self._reasons.most_common(5):
            table.add_row(f"not accepted: {reason}", f"{count}")
        return table

    def percentile(self, share: int) -> float:
        """Give the time within which that share of the answers came."""
        ranked = sorted(self._milliseconds)
        return ranked[min(len(ranked) * share // 100, len(ranked) - 1)] if ranked else 0.0
