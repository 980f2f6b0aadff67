"""A health check: a delivery that we asked OpenPhone for ourselves, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.health.faults import Fault, Verdict
from openphone_crm.ids import HealthCheckId

VERIFIED_AFTER: Final = timedelta(minutes=2)
"""So long a delivery may take before it counts as one that did not come."""


class CheckKind(StrEnum):
    """What is asked for: a text from one of our numbers to another, or a signed test event, which is free."""

    TEXT = "text"
    TEST_EVENT = "test_event"


class CheckState(StrEnum):
    """How a check stands."""

    WAITING = "waiting"
    OK = "ok"
    FAILING = "failing"


_CLOCKS_DIFFER: Final = timedelta(minutes=1)
_EVERY: Final = {CheckKind.TEXT: timedelta(hours=6), CheckKind.TEST_EVENT: timedelta(hours=1)}
_WHILE_FAILING: Final = timedelta(minutes=30)
"""A fault that is mended is seen to be mended without waiting for hours."""


@attrs.frozen(kw_only=True)
class HealthCheck:
    """
    One check.

    `nonce` stands in the text. `openphone_id` is the id of the message, or of the delivery of a test
    event; without one, nobody knows whether it was sent. `detail` says more about the fault.
    """

    id: HealthCheckId
    kind: CheckKind
    nonce: str
    started_at: datetime
    state: CheckState = CheckState.WAITING
    openphone_id: str | None = None
    fault: Fault | None = None
    detail: str | None = None
    checked_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has an outcome."""
        return self.state is not CheckState.WAITING

    @property
    def words(self) -> tuple[str, ...]:
        """What its events hold, as far as they hold anything of it: the nonce, or the id of the message."""
        return (self.nonce, self.openphone_id) if self.openphone_id else (self.nonce,)

    @property
    def looked_for_since(self) -> datetime:
        """When its events came at the earliest; the clocks of two of our machines may differ."""
        return self.started_at - _CLOCKS_DIFFER

    def concluded(self, verdict: Verdict, at: datetime) -> HealthCheck:
        """This check with its outcome."""
        return attrs.evolve(
            self,
            state=CheckState.FAILING if verdict.fault else CheckState.OK,
            fault=verdict.fault,
            detail=verdict.detail,
            checked_at=at,
        )


def time_between(kind: CheckKind, last: HealthCheck | None) -> timedelta:
    """How long after the last check of this kind the next one begins."""
    if last is not None and last.state is CheckState.FAILING:
        return min(_EVERY[kind], _WHILE_FAILING)
    return _EVERY[kind]
