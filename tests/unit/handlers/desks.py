"""A working set, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_crm.crm import Contact, TimelineEntry
from openphone_crm.events import Report
from openphone_crm.handlers.people import Cause
from openphone_crm.routing import route
from openphone_crm.working_set import LoadedContacts, LoadedResources, WorkingSet
from tests.unit.reports import CAUSE


def worked(*reports: Report, desk: WorkingSet | None = None, cause: Cause = CAUSE) -> WorkingSet:
    """The working set after these reports."""
    desk = desk or WorkingSet()
    for report in reports:
        route(report, desk, cause)
    return desk


def reloaded(desk: WorkingSet) -> WorkingSet:
    """A new working set that was loaded with everything that the one before saved."""
    fresh = WorkingSet()
    fresh.load_resources(
        LoadedResources(
            messages=tuple(desk.messages.values()),
            calls=tuple(desk.calls.values()),
            recordings=tuple(desk.recordings.values()),
            voicemails=tuple(desk.voicemails.values()),
            transcripts=tuple(desk.transcripts.values()),
            summaries=tuple(desk.summaries.values()),
            lines=tuple(desk.lines.items()),
        )
    )
    fresh.load_contacts(
        LoadedContacts(contacts=tuple(desk.contacts.values()), links=tuple(desk.links.values()))
    )
    return fresh


def with_contacts(*contacts: Contact) -> WorkingSet:
    """A working set in which these contacts are known."""
    desk = WorkingSet()
    desk.load_contacts(LoadedContacts(contacts=contacts))
    return desk


def numbers(desk: WorkingSet) -> list[str]:
    """The numbers of all contacts."""
    return sorted(number for contact in desk.contacts.values() for number in contact.phone_numbers)


def lines_of(entries: Iterable[TimelineEntry]) -> list[str]:
    """The entries as a person reads them, in the order of the timeline."""
    order = {"call": 0, "voicemail": 1, "transcript": 2, "summary": 3, "message": 4}
    ordered = sorted(entries, key=lambda entry: (entry.occurred_at, order[entry.kind], entry.id))
    return [entry.text for entry in ordered]
