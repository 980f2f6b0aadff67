"""A daily report reads well."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from openphone_crm.failures import FailureCause
from openphone_crm.report_texts import MOST_SHOWN, text_of, title_of
from openphone_crm.reports import DailyReport, DayFigures, report_of
from openphone_crm.testing import builders as make
from tests.unit.test_reports import failed

DAY = date(2026, 4, 13)
MISSED = FailureCause(
    error_class="PayloadError", place="openphone_crm.codec.reading.moment", event_type="call.missed"
)
SENDING = FailureCause(error_class="UnavailableError", place="adapters.notifications.send", event_type="send")

BUSY = f"""\
Failed webhooks of Monday, 13 April 2026

3 failures, 120 events received. Of those, 1 not done yet. Beside them 1 follow-up failed: work that events \
lead to. 1 put right since.

1. A missed call (3 times), between 14:00 and 14:30
   OpenPhone sent a missed call in a form that this product cannot read. What was sent is kept. Trying again \
helps once the product has been updated; ask whoever runs it.
   So far: 1 of 3 put right since; nobody has looked at it yet.
   Try again: https://crm.example/failures/{MISSED.id}#retry
   Leave it be: https://crm.example/failures/{MISSED.id}#ignore
   For whoever mends it: PayloadError in openphone_crm.codec.reading.moment

2. A notification on its way out (once), at 14:00
   Your mail server or another service that carries notifications could not be reached, or refused one, each \
time it was tried. Look at the addresses in CRM_NOTIFY_URLS and CRM_ALERT_URLS, then try again.
   So far: Nobody has looked at it yet.
   Try again: https://crm.example/failures/{SENDING.id}#retry
   Leave it be: https://crm.example/failures/{SENDING.id}#ignore
   For whoever mends it: UnavailableError in adapters.notifications.send"""


def quiet(total: int, waiting: int = 0) -> DailyReport:
    """The report of a day on which nothing failed."""
    return report_of(DAY, DayFigures(total=total, waiting=waiting, events=(), follow_ups=()), public_url=None)


def busy(public_url: str | None = "https://crm.example") -> DailyReport:
    """The report of a day on which two things failed."""
    half_past = make.NOON + timedelta(minutes=30)
    figures = DayFigures(
        total=120,
        waiting=1,
        events=(failed(cause=MISSED, count=3, put_right=1, last_seen=half_past),),
        follow_ups=(failed(cause=SENDING),),
    )
    return report_of(DAY, figures, public_url=public_url)


def test_a_busy_day() -> None:
    """What happened, how often and when, what was done, and where to go, in the shop's own time."""
    assert text_of(busy(), ZoneInfo("Europe/Berlin")) == BUSY


def test_a_busy_day_in_a_line() -> None:
    """The title says how much failed."""
    assert title_of(busy()) == (
        "Daily report for 2026-04-13: 3 failures, 120 events received; 1 follow-up failed"
    )


@pytest.mark.parametrize(
    ("total", "waiting", "verdict"),
    [
        (120, 0, "0 failures, all 120 events were processed"),
        (1, 0, "0 failures, the only event was processed"),
        (0, 0, "0 failures, no event was received"),
        (120, 2, "0 failures, 120 events received, 2 not done yet"),
    ],
)
def test_a_day_without_failures(total: int, waiting: int, verdict: str) -> None:
    """That nothing failed is said too, and nothing is said to be done that is not."""
    report = quiet(total, waiting)

    assert title_of(report) == f"Daily report for 2026-04-13: {verdict}"
    assert text_of(report, UTC) == f"Failed webhooks of Monday, 13 April 2026\n\n{verdict}."


def test_without_a_public_address_there_are_no_links() -> None:
    """The text says once what is missing."""
    text = text_of(busy(public_url=None), UTC)

    assert "Try again:" not in text
    assert text.endswith("Set CRM_PUBLIC_URL to find here the links to act on these.")
    assert text.count("CRM_PUBLIC_URL") == 1


def test_where_all_was_put_right_there_is_nothing_to_do() -> None:
    """A group of which nothing is left has no links to act on it."""
    figures = DayFigures(total=1, waiting=0, events=(failed(put_right=1),), follow_ups=())

    text = text_of(report_of(DAY, figures, public_url="https://crm.example"), UTC)

    assert "All of it was put right since." in text
    assert "https://" not in text


def test_a_very_bad_day_is_cut_short() -> None:
    """However many causes there are, a mail shows the most frequent ones and counts the rest."""
    events = tuple(failed(f"place {number}", count=number) for number in range(1, MOST_SHOWN + 4))
    report = report_of(DAY, DayFigures(total=9, waiting=0, events=events, follow_ups=()), public_url=None)

    text = text_of(report, UTC)

    assert f"{MOST_SHOWN}. " in text
    assert f"{MOST_SHOWN + 1}. " not in text
    assert "And 3 other causes." in text
