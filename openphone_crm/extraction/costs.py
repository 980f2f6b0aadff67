"""What reading costs, and whether this month's budget allows for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import attrs

from openphone_crm.extraction.readings import Usage
from openphone_crm.extraction.records import ModelCall

_MILLION = 1_000_000
_CHARACTERS_PER_TOKEN = 4
"""What Google gives as a rule of thumb (ai.google.dev, "Understand and count tokens")."""


@attrs.frozen(kw_only=True)
class Prices:
    """US dollars per million tokens, as they were on a day."""

    input_usd: float
    output_usd: float
    as_of: date

    def cost_of(self, usage: Usage) -> float:
        """What this usage costs; thoughts are billed as output."""
        output = usage.output_tokens + usage.thought_tokens
        return (usage.input_tokens * self.input_usd + output * self.output_usd) / _MILLION

    def estimate(self, characters: int, *, expected_output_tokens: int) -> float:
        """What a request of so many characters will cost, about."""
        tokens = Usage(input_tokens=tokens_of(characters), output_tokens=expected_output_tokens)
        return self.cost_of(tokens)


def tokens_of(characters: int) -> int:
    """
    How many tokens so many characters are, about.

    >>> tokens_of(4001)
    1001
    """
    return -(-characters // _CHARACTERS_PER_TOKEN)


def month_of(now: datetime) -> datetime:
    """
    When the month of a budget began; months are those of UTC, as bills are.

    >>> month_of(datetime(2026, 4, 13, 12, tzinfo=UTC)).isoformat()
    '2026-04-01T00:00:00+00:00'
    """
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def is_within(budget_usd: float | None, *, spent_usd: float, next_usd: float) -> bool:
    """Whether the next request still fits into the budget; without a budget all do."""
    return budget_usd is None or spent_usd + next_usd <= budget_usd


@attrs.frozen(kw_only=True)
class MonthOfCalls:
    """What the calls of a month came to, for one model; `unknown` are those that nobody knows the end of."""

    month: datetime
    model: str
    calls: int = 0
    unknown: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    @classmethod
    def of(cls, call: ModelCall) -> MonthOfCalls:
        """A month in which there is nothing but this call, as it is now."""
        usage = call.usage or Usage()
        return cls(
            month=month_of(call.begun_at),
            model=call.model,
            calls=1,
            unknown=int(call.is_unknown),
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens + usage.thought_tokens,
            usd=call.counted_usd,
        )

    def plus(self, other: MonthOfCalls) -> MonthOfCalls:
        """This month, and what another says of it."""
        return self._with(other, 1)

    def minus(self, other: MonthOfCalls) -> MonthOfCalls:
        """This month without what another says of it."""
        return self._with(other, -1)

    def _with(self, other: MonthOfCalls, times: int) -> MonthOfCalls:
        return attrs.evolve(
            self,
            calls=self.calls + times * other.calls,
            unknown=self.unknown + times * other.unknown,
            input_tokens=self.input_tokens + times * other.input_tokens,
            output_tokens=self.output_tokens + times * other.output_tokens,
            usd=self.usd + times * other.usd,
        )


def newest_first(months: Iterable[MonthOfCalls]) -> list[MonthOfCalls]:
    """These months, the newest first, and by model within one."""
    return sorted(months, key=lambda each: (-each.month.timestamp(), each.model))
