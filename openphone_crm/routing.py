"""Which handler a report goes to, and what must be loaded before it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from openphone_crm.crm import Call, Message, Voicemail
from openphone_crm.events import (
    CallReported,
    ContactDeleted,
    ContactReported,
    MessageReported,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.handlers.calls import report_call
from openphone_crm.handlers.contacts import report_contact, report_contact_deleted
from openphone_crm.handlers.messages import report_message
from openphone_crm.handlers.parts import report_recordings, report_summary, report_transcript
from openphone_crm.handlers.people import Cause
from openphone_crm.handlers.voicemails import report_voicemail
from openphone_crm.placement import place_of, place_of_call
from openphone_crm.working_set import LoadedResources, Wanted, WorkingSet


def route(report: Report, desk: WorkingSet, cause: Cause) -> None:
    """Hand the report to its handler; mypy proves that every kind has one."""
    match report:
        case MessageReported():
            report_message(report, desk, cause)
        case CallReported():
            report_call(report, desk, cause)
        case RecordingsReported():
            report_recordings(report, desk)
        case VoicemailReported():
            report_voicemail(report, desk, cause)
        case TranscriptReported():
            report_transcript(report, desk)
        case SummaryReported():
            report_summary(report, desk)
        case ContactReported():
            report_contact(report, desk, cause)
        case ContactDeleted():
            report_contact_deleted(report, desk, cause)
        case _:
            assert_never(report)


def wanted_by(reports: Iterable[Report]) -> Wanted:
    """Which messages, calls and lines these reports are about."""
    reports = list(reports)
    return Wanted(
        message_ids=frozenset(r.openphone_id for r in reports if isinstance(r, MessageReported)),
        call_ids=frozenset(filter(None, map(_call_id, reports))),
        activity_ids=frozenset(
            r.activity_id for r in reports if isinstance(r, VoicemailReported) and r.activity_id
        ),
        line_ids=frozenset(filter(None, (getattr(r, "phone_number_id", None) for r in reports))),
    )


def resource_keys(wanted: Wanted) -> frozenset[str]:
    """What to lock so that nobody else works on the same messages, calls and voicemails."""
    return frozenset(
        (
            *(f"message:{one}" for one in wanted.message_ids),
            *(f"call:{one}" for one in wanted.call_ids),
            *(f"voicemail:{one}" for one in wanted.activity_ids),
        )
    )


def parties_of(reports: Iterable[Report], loaded: LoadedResources) -> frozenset[str]:
    """Everyone who is named by these reports, or by what is known of their resources."""
    found: set[str | None] = set()
    for thing in (*reports, *loaded.messages, *loaded.calls, *loaded.voicemails):
        found.add(getattr(thing, "from_number", None))
        for field in ("to_numbers", "parties", "numbers"):
            found.update(getattr(thing, field, ()))
    return frozenset(filter(None, found))


def outsiders_of(reports: Iterable[Report], loaded: LoadedResources) -> frozenset[str]:
    """
    Everyone whose contact or conversation these reports may change.

    Our own number is not among them: it is in every event of a line, and locking it would make
    all workers of a small shop take turns.
    """
    lines = dict(loaded.lines)
    found: set[str] = set()
    for thing in (*reports, *loaded.messages, *loaded.calls, *loaded.voicemails):
        match thing:
            case CallReported() | Call():
                place = place_of_call(thing, lines)
            case MessageReported() | Message() | VoicemailReported() | Voicemail():
                place = place_of(thing, lines)
            case ContactReported() | ContactDeleted():
                found.update(thing.numbers)
                continue
            case _:
                continue
        found.update(place.parties if place else ())
    return frozenset(found)


def contact_ids_of(reports: Iterable[Report]) -> frozenset[str]:
    """The OpenPhone contacts that these reports are about."""
    return frozenset(r.openphone_id for r in reports if isinstance(r, ContactReported | ContactDeleted))


def contact_keys(parties: Iterable[str], openphone_ids: Iterable[str]) -> frozenset[str]:
    """What to lock so that nobody else works on the same people and their conversations."""
    return frozenset((*(f"party:{one}" for one in parties), *(f"contact:{one}" for one in openphone_ids)))


def _call_id(report: Report) -> str | None:
    match report:
        case CallReported():
            return report.openphone_id
        case VoicemailReported():
            return report.call_openphone_id
        case RecordingsReported() | TranscriptReported() | SummaryReported():
            return report.call_id
        case _:
            return None
