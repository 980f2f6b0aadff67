"""Those who run this hear once a month that reading waits for its budget."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.budget_alarm import BudgetAlarm
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make

LEASE = timedelta(minutes=2)


def alarm_of(crm: MemoryCrm, *channels: str, budget_usd: float = 12.5) -> BudgetAlarm:
    """Make an alarm that rings through these channels."""
    return BudgetAlarm(
        follow_ups=crm.follow_ups,
        notifier=MemoryNotifier({Audience.OPERATORS: channels, Audience.PEOPLE: ["shop"]}),
        clock=MemoryClock(make.NOON),
        budget_usd=budget_usd,
    )


def sent(crm: MemoryCrm) -> list[str]:
    """What is due to be sent now: the channel of each."""
    now = make.NOON + timedelta(days=400)
    claims = crm.follow_ups.claim(Priority.STANDARD, worker="w1", now=now, lease=LEASE, limit=20)
    assert {claim.kind for claim in claims} <= {"send"}
    return sorted(claim.details["channel"] for claim in claims)


def test_every_channel_of_operators_is_told_once() -> None:
    """However often it rings, and the shop's people are left in peace."""
    crm = MemoryCrm()
    alarm = alarm_of(crm, "mail", "pager")

    for _ in range(5):
        alarm.ring()

    assert sent(crm) == ["mail", "pager"]


def test_the_next_month_is_told_anew() -> None:
    """So is another budget that is spent in the same month."""
    crm = MemoryCrm()
    alarm = alarm_of(crm, "mail")
    alarm.ring()

    attrs.evolve(alarm, clock=MemoryClock(make.NOON + timedelta(days=31))).ring()
    attrs.evolve(alarm, budget_usd=20).ring()

    assert sent(crm) == ["mail"] * 3


def test_it_says_what_to_do() -> None:
    """The title names the budget, the text the setting."""
    crm = MemoryCrm()

    alarm_of(crm, "mail").ring()

    (claim,) = crm.follow_ups.claim(Priority.STANDARD, worker="w", now=make.NOON, lease=LEASE, limit=9)
    assert claim.details["title"] == "Reading waits: this month's budget of $12.50 is spent"
    assert "raise GEMINI_MONTHLY_BUDGET_USD and restart" in claim.details["body"]


def test_without_a_channel_nothing_is_sent() -> None:
    """Nobody asked to be told."""
    crm = MemoryCrm()

    alarm_of(crm).ring()

    assert sent(crm) == []


def test_a_budget_of_nothing_promises_no_month() -> None:
    """With a budget there is a next month; without any money there is none."""
    crm = MemoryCrm()

    alarm_of(crm, "mail").ring()
    alarm_of(crm, "mail", budget_usd=0).ring()

    claims = crm.follow_ups.claim(Priority.STANDARD, worker="w", now=make.NOON, lease=LEASE, limit=9)
    bodies = {claim.details["title"][-15:]: claim.details["body"] for claim in claims}
    assert "once the month turns" in bodies["$12.50 is spent"]
    assert "in every month" in bodies[" $0.00 is spent"]
