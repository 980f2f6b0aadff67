"""Failures and the reports about them as the JSON documents of the API."""

from __future__ import annotations

from openphone_crm.failure_views import FailureGroup
from openphone_crm.moments import format_moment
from openphone_crm.reports import DailyReport, ReportedGroup

from .documents import Document


def failure_document(group: FailureGroup) -> Document:
    """A group of dead letters."""
    return {
        "id": group.id,
        "cause": str(group.cause),
        "event_type": group.cause.event_type,
        "count": group.count,
        "first_seen": format_moment(group.first_seen),
        "last_seen": format_moment(group.last_seen),
        "state": group.state.value,
        "explanation": group.explanation,
    }


def report_document(report: DailyReport) -> Document:
    """A daily report."""
    return {
        "date": report.date.isoformat(),
        "total": report.total,
        "waiting": report.waiting,
        "failed": report.failed,
        "failed_follow_ups": report.failed_follow_ups,
        "groups": [_group(group) for group in report.groups],
    }


def _group(group: ReportedGroup) -> Document:
    return {
        "id": group.id,
        "cause": group.cause,
        "event_type": group.event_type,
        "count": group.count,
        "put_right": group.put_right,
        "first_seen": format_moment(group.first_seen),
        "last_seen": format_moment(group.last_seen),
        "explanation": group.explanation,
        "done": group.done,
        "link": group.link,
    }
