"""A daily report as plain text, for mail and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from openphone_crm.explanations import noun_of
from openphone_crm.reports import DailyReport, ReportedGroup

MOST_SHOWN = 20
"""Causes that a text shows; more than these nobody reads in a mail."""

_INDENT = "   "


def title_of(report: DailyReport) -> str:
    """The report in one line."""
    also = f"; {_counted(report.failed_follow_ups, 'follow-up')} failed" if report.failed_follow_ups else ""
    return f"Daily report for {report.date}: {_verdict(report)}{also}"


def text_of(report: DailyReport, timezone: tzinfo) -> str:
    """The whole report; times as they are in that zone."""
    return "\n".join(_lines(report, timezone))


def headline_of(report: DailyReport) -> str:
    """What the report is about."""
    return f"Failed webhooks of {report.date:%A}, {report.date.day} {report.date:%B %Y}"


def summary_of(report: DailyReport) -> str:
    """What the day amounts to, in a sentence or a few."""
    return " ".join(_sentences(report))


def what_of(group: ReportedGroup) -> str:
    """
    What failed, and how often.

    Returns:
        Such as "A missed call (3 times)".
    """
    noun = noun_of(group.event_type)
    often = "once" if group.count == 1 else f"{group.count} times"
    return f"{noun[:1].upper()}{noun[1:]} ({often})"


def when_of(group: ReportedGroup, timezone: tzinfo) -> str:
    """When it failed, as clocks are in that zone."""
    first, last = (_clock(moment, timezone) for moment in (group.first_seen, group.last_seen))
    return f"at {first}" if first == last else f"between {first} and {last}"


def actions_of(group: ReportedGroup) -> tuple[tuple[str, str], ...]:
    """What can be done about it, and the link to do it with; nothing when all of it was put right."""
    if group.link is None or group.put_right >= group.count:
        return ()
    return (("Try again", f"{group.link}#retry"), ("Leave it be", f"{group.link}#ignore"))


def _lines(report: DailyReport, timezone: tzinfo) -> Iterator[str]:
    yield headline_of(report)
    yield ""
    yield summary_of(report)
    for number, group in enumerate(report.groups[:MOST_SHOWN], start=1):
        yield ""
        yield f"{number}. {what_of(group)}, {when_of(group, timezone)}"
        yield from (f"{_INDENT}{line}" for line in _lines_of(group))
    if len(report.groups) > MOST_SHOWN:
        yield ""
        yield f"And {_counted(len(report.groups) - MOST_SHOWN, 'other cause')}."
    if report.groups and report.groups[0].link is None:
        yield ""
        yield "Set CRM_PUBLIC_URL to find here the links to act on these."


def _lines_of(group: ReportedGroup) -> Iterator[str]:
    yield group.explanation
    yield f"So far: {group.done}"
    for action, link in actions_of(group):
        yield f"{action}: {link}"
    yield f"For whoever mends it: {group.cause}"


def _verdict(report: DailyReport) -> str:
    received = f"{_counted(report.total, 'event')} received"
    if report.failed:
        return f"{_counted(report.failed, 'failure')}, {received}"
    if report.waiting:
        return f"0 failures, {received}, {report.waiting} not done yet"
    return f"0 failures, {_all_done(report.total)}"


def _all_done(total: int) -> str:
    match total:
        case 0:
            return "no event was received"
        case 1:
            return "the only event was processed"
        case _:
            return f"all {total} events were processed"


def _sentences(report: DailyReport) -> Iterator[str]:
    yield f"{_verdict(report)}."
    if report.failed and report.waiting:
        yield f"Of those, {report.waiting} not done yet."
    if report.failed_follow_ups:
        follow_ups = _counted(report.failed_follow_ups, "follow-up")
        yield f"Beside them {follow_ups} failed: work that events lead to."
    if report.put_right:
        yield f"{report.put_right} put right since."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _clock(moment: datetime, timezone: tzinfo) -> str:
    return f"{moment.astimezone(timezone):%H:%M}"
