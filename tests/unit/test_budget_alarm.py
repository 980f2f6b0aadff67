"""Those who run this hear once that reading waits for its budget."""

from __future__ import annotations

from openphone_crm.alert_rules.vital_signs import Spending, Thresholds, VitalSigns
from openphone_crm.alert_watch import AlertWatch
from openphone_crm.alerts import Rule, Severity
from openphone_crm.budget_alarm import BudgetAlarm
from tests.unit.health.clinic import Clinic

SPENT = "Reading waits: this month's budget of $12.50 is spent"


def alarm_of(clinic: Clinic, budget_usd: float = 12.5) -> BudgetAlarm:
    """Make an alarm that whoever reads rings."""
    return BudgetAlarm(alarms=clinic.alarms, budget_usd=budget_usd)


def watch(clinic: Clinic, spent_usd: float) -> None:
    """Look at what reading has cost."""
    now = clinic.clock.now()
    spending = Spending(spent_usd=spent_usd, budget_usd=12.5)
    signs = VitalSigns(at=now, spending=spending)
    AlertWatch(examine=lambda: signs, alarms=clinic.alarms, thresholds=Thresholds()).watch()


def test_every_channel_of_operators_is_told_once() -> None:
    """However often it rings, and the shop's people are left in peace."""
    clinic = Clinic("mail", "pager")

    for _ in range(5):
        alarm_of(clinic).ring()

    assert clinic.told() == [("mail", SPENT), ("pager", SPENT)]


def test_it_says_what_to_do() -> None:
    """The title names the budget, the text the setting."""
    clinic = Clinic()

    alarm_of(clinic).ring()

    (body,) = clinic.bodies(SPENT)
    assert "raise GEMINI_MONTHLY_BUDGET_USD and restart" in body
    assert "once the month turns" in body


def test_it_is_told_beforehand_and_when_it_is_spent() -> None:
    """Whoever watches warns, whoever reads rings, and that it was nearly spent is no news then."""
    clinic = Clinic()

    for spent_usd in (10.1, 11.0):
        watch(clinic, spent_usd)
    alarm_of(clinic).ring()
    watch(clinic, 12.4)

    alert = clinic.alert(Rule.BUDGET)
    assert alert is not None
    assert alert.severity is Severity.CRITICAL
    assert clinic.told() == [("mail", "81% of this month's budget for reading is spent"), ("mail", SPENT)]


def test_the_next_month_is_told_anew() -> None:
    """When it turns there is money again; spent again it is another alert."""
    clinic = Clinic()
    alarm_of(clinic).ring()
    watch(clinic, 0.0)

    alarm_of(clinic).ring()

    again = ("mail", "There is money for reading again")
    assert clinic.told() == [("mail", SPENT), ("mail", SPENT), again]


def test_a_budget_of_nothing_promises_no_month() -> None:
    """With a budget there is a next month; without any money there is none."""
    clinic = Clinic()

    alarm_of(clinic, budget_usd=0).ring()

    (body,) = clinic.bodies("Reading waits: this month's budget of $0.00 is spent")
    assert "in every month" in body
