"""Every day is reported once, when it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest

from openphone_crm.attempts import Attempts
from openphone_crm.daily_reports import MOST_DAYS, DailyReports
from openphone_crm.errors import InvalidInputError
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.priority import Priority
from openphone_crm.retry import RetryPolicy
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import LONG_AFTER, fail, mend
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.work_records import Status

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 4, 13)
"""The day of noon; in Berlin it begins two hours before it does in UTC."""


@attrs.frozen
class Office:
    """A store, a clock, and whoever makes the reports."""

    crm: MemoryCrm
    clock: MemoryClock
    reports: DailyReports

    def at(self, day: date, hour: int = 0, minute: int = 0) -> None:
        """Make it that time in Berlin."""
        self.clock.set(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN))

    def sent(self) -> list[ClaimedFollowUp]:
        """Take all that is to be sent, in the order of the days."""
        claims = self.crm.follow_ups.claim(
            Priority.STANDARD, worker="w", now=LONG_AFTER, lease=timedelta(1), limit=100
        )
        return sorted(claims, key=lambda claim: (claim.subject, claim.details["channel"]))


@pytest.fixture
def office() -> Office:
    """Lend an office in Berlin with two channels to its operators."""
    crm, clock = MemoryCrm(), MemoryClock()
    notifier = MemoryNotifier({Audience.OPERATORS: ["chat", "mail"], Audience.PEOPLE: ["shop"]})
    reports = DailyReports(
        book=crm.report_book,
        notifier=notifier,
        clock=clock,
        timezone=BERLIN,
        public_url="https://crm.example",
    )
    return Office(crm, clock, reports)


def receive(office: Office, name: str, at: datetime = make.NOON) -> None:
    """Have an event received of which nothing is to be done."""
    office.crm.inbox.add([make.arrival(name, received_at=at, status=Status.IGNORED)])


def claim_alone(office: Office, worker: str) -> ClaimedEvent | None:
    """Have a worker take up what is due, or was lost, and be lost with it."""
    inbox, now = office.crm.inbox, office.clock.now()
    inbox.claim(Priority.CRITICAL, worker=worker, now=now, lease=LEASE, limit=1)
    return inbox.claim_alone(Priority.CRITICAL, worker=worker, now=now, lease=LEASE)


def lose(office: Office) -> None:
    """Blame the event that lost its workers, for good."""
    claim = claim_alone(office, "w3")
    assert claim is not None
    assert claim.loss is not None
    attempts = Attempts(
        queue=office.crm.inbox,
        clock=office.clock,
        policy=RetryPolicy(retries=0),
        on_problem=lambda _: None,
    )
    attempts.lose(claim, claim.loss, kind=claim.event_type, worker="w3", lease=LEASE)


def test_a_day_is_reported_when_it_is_over(office: Office) -> None:
    """Not a minute before midnight, where the shop is; then once on every channel of the operators."""
    receive(office, "a")
    office.at(DAY, 23, 59)
    before = office.reports.make_due()

    office.at(DAY + timedelta(days=1))
    after = [office.reports.make_due() for _ in range(3)]

    assert (before, after) == (0, [1, 0, 0])
    sent = office.sent()
    assert [claim.details["channel"] for claim in sent] == ["chat", "mail"]
    assert {(claim.kind, claim.subject) for claim in sent} == {("send", "2026-04-13")}


def test_a_day_without_failures_is_reported(office: Office) -> None:
    """A report that says that nothing failed is sent too: that none comes is itself a sign."""
    receive(office, "a")
    receive(office, "b")
    office.at(DAY + timedelta(days=1))

    office.reports.make_due()

    claim = office.sent()[0]
    assert claim.details["title"] == "Daily report for 2026-04-13: 0 failures, all 2 events were processed"
    assert claim.details["body"].startswith("Failed webhooks of Monday, 13 April 2026\n")


def test_failures_are_in_the_mail(office: Office) -> None:
    """What is sent is the whole report, with links."""
    fail(office.crm, "a", at=7)
    office.at(DAY + timedelta(days=1))

    office.reports.make_due()

    body = office.sent()[0].details["body"]
    assert "1. A customer's text message (once), at 14:00" in body
    assert "https://crm.example/failures/" in body


def test_where_nothing_was_ever_done_nothing_is_reported(office: Office) -> None:
    """Days before there was an event, or a token to look at one, are no days of this product."""
    office.at(DAY)

    made = office.reports.make_due()

    assert (made, office.sent()) == (0, [])


def test_a_webhook_that_never_worked_is_reported(office: Office) -> None:
    """From the day on which the first token was made, a day without events has its report too."""
    office.crm.tokens.add(make.token(created_at=make.NOON))
    office.at(DAY + timedelta(days=2))

    made = office.reports.make_due()

    assert made == 2
    assert {claim.details["title"] for claim in office.sent()} == {
        "Daily report for 2026-04-13: 0 failures, no event was received",
        "Daily report for 2026-04-14: 0 failures, no event was received",
    }


def test_what_was_lost_in_the_night_is_in_a_report(office: Office) -> None:
    """A dead letter is of the day on which it was found out: the report of the day before is made by then."""
    office.crm.inbox.add([make.arrival("a", received_at=make.NOON)])
    office.at(DAY, 23, 58)
    claim_alone(office, "w1")
    office.at(DAY, 23, 59)
    claim_alone(office, "w2")
    office.at(DAY + timedelta(days=1), 8)
    office.reports.make_due()

    lose(office)

    failed = [office.reports.report(DAY + timedelta(days=days)).failed for days in (0, 1)]
    assert failed == [0, 1]


def test_days_begin_where_the_shop_is(office: Office) -> None:
    """What came after midnight in Berlin is of the new day, though in UTC it is the old one."""
    receive(office, "late", datetime(2026, 4, 12, 22, 0, tzinfo=ZoneInfo("UTC")))
    receive(office, "early", datetime(2026, 4, 12, 21, 59, 59, tzinfo=ZoneInfo("UTC")))
    office.at(DAY, 12)

    totals = [office.reports.report(day).total for day in (DAY - timedelta(days=1), DAY)]

    assert totals == [1, 1]


def test_missed_days_are_made_up_for(office: Office) -> None:
    """After a time in which nobody made reports, each day since the first event gets its own."""
    receive(office, "a")
    office.at(DAY + timedelta(days=3), 12)

    made = office.reports.make_due()

    assert made == 3
    assert sorted({claim.subject for claim in office.sent()}) == ["2026-04-13", "2026-04-14", "2026-04-15"]


def test_what_is_long_past_is_not_made_up_for(office: Office) -> None:
    """After a month only the last days are reported."""
    receive(office, "a")
    office.at(DAY + timedelta(days=30))

    made = office.reports.make_due()

    assert made == MOST_DAYS


def test_a_reported_day_tells_what_was_done_since(office: Office) -> None:
    """The report that is kept counts what failed on the day, and shows what was put right until now."""
    fail(office.crm, "a", at=7)
    fail(office.crm, "b", at=8)
    office.at(DAY + timedelta(days=1))
    office.reports.make_due()

    mend(office.crm, "a", at=2 * 86_400)

    report = office.reports.report(DAY)
    assert (report.total, report.failed, report.put_right) == (2, 2, 1)
    assert report.groups[0].done == "1 of 2 put right since; nobody has looked at it yet."


def test_today_is_told_as_far_as_it_is(office: Office) -> None:
    """A day that is not over is counted at the moment, and not kept."""
    receive(office, "a")
    office.at(DAY, 14, 30)
    first = office.reports.report(DAY).total

    receive(office, "b")

    assert (first, office.reports.report(DAY).total) == (1, 2)
    assert office.crm.report_book.get(DAY) is None


def test_a_day_that_has_not_come_is_refused(office: Office) -> None:
    """Tomorrow has no report, and the refusal says what day it is."""
    office.at(DAY, 23, 59)

    with pytest.raises(InvalidInputError, match="2026-04-13"):
        office.reports.report(DAY + timedelta(days=1))


def test_yesterday_is_the_day_before(office: Office) -> None:
    """Where the shop is, not in UTC."""
    office.at(DAY, 0, 30)

    assert office.reports.yesterday() == DAY - timedelta(days=1)
