"""Dead letters as they are looked at: in groups of one cause each."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.explanations import explanation_of
from openphone_crm.failures import FailureCause, FailureState
from openphone_crm.ids import FailureId


@attrs.frozen(kw_only=True)
class FailureGroup:
    """
    All that ever failed for one cause.

    `count` is how many are dead letters now; what was tried again with success is none. `decided` is
    what people made of the group.
    """

    cause: FailureCause
    count: int
    first_seen: datetime
    last_seen: datetime
    decided: FailureState

    @property
    def id(self) -> FailureId:
        """The id of the group."""
        return self.cause.id

    @property
    def state(self) -> FailureState:
        """The state that is shown: a group that nothing is left of is resolved, though nobody said so."""
        if self.count or self.decided is FailureState.IGNORED:
            return self.decided
        return FailureState.RESOLVED

    @property
    def explanation(self) -> str:
        """What happened and what helps, in words that a shop's owner understands."""
        return explanation_of(self.cause)


@attrs.frozen
class FailureFilter:
    """Which groups are wanted; None is any."""

    state: FailureState | None = None
