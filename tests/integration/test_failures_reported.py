"""From broken deliveries to the mail about them, on a SQLite file and a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.scheduler import duties_of
from entrypoints.settings import Settings
from openphone_crm.daily_reports import DailyReports
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.memory import MemoryClock
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.report_texts import text_of
from openphone_crm.retry_jobs import RetryFilter
from openphone_crm.testing import REMOVED, Generation, events, render, sign
from openphone_crm.testing import builders as make
from tests.integration.mail_server import MailServer, mail_server

KEY = "whsec_c3RhbmRhcmQta2V5"
CRM = "https://crm.example"
DAY = date(2026, 4, 13)
EVENING = datetime(2026, 4, 14, 5, 0, tzinfo=UTC)
"""Ten in the evening of the day before, in Los Angeles."""


@attrs.frozen
class Shop:
    """The core on a database, with a clock that stands still."""

    application: Application
    clock: MemoryClock
    mail: MailServer

    @property
    def reports(self) -> DailyReports:
        """Whoever makes the reports."""
        return attrs.evolve(self.application.reports, clock=self.clock)

    def receive(self, happening: Any, overrides: dict[str, object] | None = None) -> None:  # noqa: ANN401 - any happening
        """Take in what OpenPhone sends, with something in it changed."""
        payload = render(happening, Generation.DATED, overrides or {})
        sequence = self.clock.new_id()
        delivery = sign(payload, generation=Generation.DATED, key=KEY, at=self.clock.now(), sequence=sequence)
        intake = attrs.evolve(self.application.intake, clock=self.clock)
        intake.receive(delivery.headers, delivery.body)

    def work(self) -> None:
        """Work on everything that is due, follow-ups too."""
        processing = attrs.evolve(self.application.processing, clock=self.clock)
        for priority in Priority:
            processing.drain(priority, worker="w1", should_stop=lambda: False)
        follow_up_work = attrs.evolve(self.application.follow_up_work, clock=self.clock)
        follow_up_work.drain(worker="w1", should_stop=lambda: False)

    def groups(self) -> list[FailureGroup]:
        """All groups of dead letters."""
        return list(self.application.database.failures.find(FailureFilter(), PageRequest()).items)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Lend a shop in Los Angeles that has its reports mailed."""
    with mail_server() as mail:
        settings = Settings.load(
            {
                "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
                "CRM_WEBHOOK_KEYS": KEY,
                "CRM_ALERT_URLS": mail.url(),
                "CRM_PUBLIC_URL": CRM,
                "CRM_TIMEZONE": "America/Los_Angeles",
            }
        )
        migrate(settings)
        with bootstrap(settings) as application:
            yield Shop(application, MemoryClock(EVENING), mail)


def break_two(shop: Shop) -> None:
    """Have two texts that cannot be read, and one that can."""
    for text in ("no id", "neither"):
        shop.receive(events.message_received(text), {"data.resource.id": REMOVED})
    shop.receive(events.message_received("fine"))
    shop.work()


def test_broken_deliveries_are_one_group(shop: Shop) -> None:
    """What failed alike is counted together, and explained in words."""
    break_two(shop)

    (group,) = shop.groups()
    assert (group.count, group.state, group.cause.error_class) == (2, FailureState.OPEN, "PayloadError")
    assert group.explanation.startswith("OpenPhone sent a customer's text message in a form")


def test_the_report_of_the_day_is_mailed_once(shop: Shop) -> None:
    """After midnight where the shop is one mail says what failed, however often somebody looks."""
    break_two(shop)
    before = shop.reports.make_due()
    shop.clock.advance(timedelta(hours=2))

    made = [shop.reports.make_due() for _ in range(3)]
    shop.work()

    assert (before, made) == (0, [1, 0, 0])
    (letter,) = shop.mail.letters
    assert letter.title == "Daily report for 2026-04-13: 2 failures, 3 events received"
    assert letter.body == text_of(shop.reports.report(DAY), shop.reports.timezone)
    assert "1. A customer's text message (2 times), at 22:00" in letter.body
    assert f"Try again: {CRM}/failures/{shop.groups()[0].id}#retry" in letter.body


def test_a_mail_server_that_is_away_loses_no_report(shop: Shop) -> None:
    """The report waits, becomes a dead letter of its own, and is sent when a person tries it again."""
    shop.receive(events.message_received("fine"))
    shop.work()
    shop.clock.advance(timedelta(hours=2))
    shop.reports.make_due()
    shop.mail.stop()
    for _ in range(4):
        shop.work()
        shop.clock.advance(timedelta(minutes=10))
    (group,) = shop.groups()

    shop.mail.start()
    attrs.evolve(shop.application.failure_desk, clock=shop.clock).retry_follow_ups(group.id, by="Ann")
    shop.work()

    assert (group.cause.event_type, group.count) == ("send", 1)
    assert "mail server" in group.explanation
    assert [letter.title for letter in shop.mail.letters] == [
        "Daily report for 2026-04-13: 0 failures, the only event was processed"
    ]
    assert [group.state for group in shop.groups()] == [FailureState.RESOLVED]


def test_what_is_retried_leaves_the_group(shop: Shop) -> None:
    """While a job has the events of a group nothing of it is failed; what fails again is back."""
    break_two(shop)
    (group,) = shop.groups()
    retrying = attrs.evolve(shop.application.retrying, clock=shop.clock)

    retrying.start(RetryFilter(failure_id=group.id), by="Ann")
    retrying.advance_all()
    meanwhile = shop.groups()[0]
    shop.work()

    assert (meanwhile.count, meanwhile.state) == (0, FailureState.RESOLVED)
    assert (shop.groups()[0].count, shop.groups()[0].state) == (2, FailureState.OPEN)


def test_the_scheduler_makes_the_reports(shop: Shop) -> None:
    """It is one of its duties: each day that is over has its report, made once."""
    application = shop.application
    now = application.clock.now()
    application.database.inbox.add([make.arrival(received_at=now - timedelta(days=2))])
    (duty,) = (duty for duty in duties_of(application) if duty.name == "daily reports")

    made = [duty.run(), duty.run()]

    assert made == [2, 0]
    report = application.reports.report(application.reports.yesterday())
    assert (report.total, report.failed) == (0, 0)
