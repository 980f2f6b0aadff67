"""What reading costs, and whether this month's budget allows for it."""

from __future__ import annotations

from collections import defaultdict
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
    """What the calls of a month came to, for one model; `unknown` are those that never ended."""

    month: datetime
    model: str
    calls: int
    unknown: int
    input_tokens: int
    output_tokens: int
    usd: float


def months_of(calls: Iterable[ModelCall]) -> list[MonthOfCalls]:
    """These calls by month and model, the newest month first."""
    groups: defaultdict[tuple[datetime, str], list[ModelCall]] = defaultdict(list)
    for call in calls:
        groups[month_of(call.begun_at), call.model].append(call)
    newest_first = sorted(groups, key=lambda group: (-group[0].timestamp(), group[1]))
    return [_month(*group, groups[group]) for group in newest_first]


def _month(month: datetime, model: str, calls: list[ModelCall]) -> MonthOfCalls:
    usages = [call.usage for call in calls if call.usage]
    return MonthOfCalls(
        month=month,
        model=model,
        calls=len(calls),
        unknown=sum(call.ended_at is None for call in calls),
        input_tokens=sum(each.input_tokens for each in usages),
        output_tokens=sum(each.output_tokens + each.thought_tokens for each in usages),
        usd=sum(call.counted_usd for call in calls),
    )
