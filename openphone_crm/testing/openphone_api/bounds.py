"""The stretch of time that is asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Self

import attrs

from openphone_crm.testing.openphone_api.parameters import Parameters


@attrs.frozen
class Bounds:
    """From a first moment to a last, either of which may be missing; with the ends, or without."""

    first: datetime | None
    last: datetime | None
    has_ends: bool = False

    @classmethod
    def within(cls, parameters: Parameters) -> Self:
        """Read the bounds that include their own moments, as calls have them."""
        first, last = parameters.moment("createdAt[gte]"), parameters.moment("createdAt[lte]")
        return cls(first, last, has_ends=True)

    @classmethod
    def between(cls, parameters: Parameters) -> Self:
        """Read the bounds that leave out their own moments, as messages have them."""
        return cls(parameters.moment("createdAt[gt]"), parameters.moment("createdAt[lt]"))

    @classmethod
    def of_v1(cls, parameters: Parameters, kind: str = "created") -> Self:
        """Read the bounds of v1; the old `since` is an upper one."""
        last = parameters.moment(f"{kind}Before")
        since = parameters.moment("since") if kind == "created" else None
        return cls(parameters.moment(f"{kind}After"), last or since)

    def hold(self, moment: datetime) -> bool:
        """Say whether a moment lies in between."""
        is_too_early = self.first is not None and (moment < self.first or self._is_outer(moment, self.first))
        is_too_late = self.last is not None and (moment > self.last or self._is_outer(moment, self.last))
        return not (is_too_early or is_too_late)

    def _is_outer(self, moment: datetime, end: datetime) -> bool:
        return moment == end and not self.has_ends
