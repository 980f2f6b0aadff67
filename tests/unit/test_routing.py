"""Tests of what must be loaded and locked before a handler works."""

from __future__ import annotations

from openphone_crm.events import RecordingsReported, Report, SummaryReported, TranscriptReported
from openphone_crm.routing import (
    contact_ids_of,
    contact_keys,
    outsiders_of,
    parties_of,
    resource_keys,
    wanted_by,
)
from openphone_crm.working_set import LoadedResources, Wanted
from tests.unit.handlers.desks import worked
from tests.unit.reports import (
    ANN,
    BEN,
    LINE,
    NOON,
    SHOP,
    call_reported,
    contact_deleted,
    contact_reported,
    message_reported,
    stamp,
    voicemail_reported,
)

EVERYTHING: list[Report] = [
    message_reported(openphone_id="ACx1", phone_number_id="PN1"),
    call_reported(openphone_id="ACx2"),
    voicemail_reported(call_openphone_id="ACx3", activity_id="ACx4"),
    voicemail_reported(call_openphone_id=None, activity_id="ACx5"),
    voicemail_reported(call_openphone_id="ACx6", activity_id=None),
    RecordingsReported(stamp=stamp(), reported_at=NOON, call_id="ACx7", recordings=()),
    TranscriptReported(stamp=stamp(), reported_at=NOON, call_id="ACx8"),
    SummaryReported(stamp=stamp(), reported_at=NOON, call_id="ACx9"),
    contact_reported(openphone_id="c1", numbers=(BEN,)),
    contact_deleted(openphone_id="c2"),
]
WANTED = Wanted(
    message_ids=frozenset({"ACx1"}),
    call_ids=frozenset({"ACx2", "ACx3", "ACx6", "ACx7", "ACx8", "ACx9"}),
    activity_ids=frozenset({"ACx4", "ACx5"}),
    line_ids=frozenset({LINE, "PN1"}),
)


def test_reports_want_what_they_are_about() -> None:
    """Messages, calls, activities and lines, by OpenPhone's ids; contacts are loaded apart."""
    assert wanted_by(iter(EVERYTHING)) == WANTED
    assert contact_ids_of(EVERYTHING) == {"c1", "c2"}


def test_everything_wanted_is_locked() -> None:
    """Each kind has names of its own, so that equal ids of different kinds do not meet."""
    found = resource_keys(
        Wanted(message_ids=frozenset("a"), call_ids=frozenset("a"), activity_ids=frozenset("a"))
    )

    assert found == {"message:a", "call:a", "voicemail:a"}
    assert len(resource_keys(WANTED)) == 9


def test_everyone_who_may_become_a_contact_is_loaded() -> None:
    """The parties of the reports, and of what is known already of the same things."""
    found = parties_of([call_reported(from_number=None, to_numbers=(), parties=(ANN,))], LoadedResources())
    edited = parties_of([contact_reported(numbers=(BEN,))], LoadedResources())

    assert found == {ANN}
    assert edited == {BEN}


def test_who_is_known_already_is_loaded_too() -> None:
    """A summary tells of nobody, but its call, its voicemail or a message may."""
    desk = worked(
        call_reported(), message_reported(from_number=BEN), voicemail_reported(from_number="+12065550103")
    )
    loaded = LoadedResources(
        messages=tuple(desk.messages.values()),
        calls=tuple(desk.calls.values()),
        voicemails=tuple(desk.voicemails.values()),
    )

    assert parties_of([], loaded) == {ANN, BEN, SHOP, "+12065550103"}


def test_our_own_number_is_not_locked() -> None:
    """It is in every event of a line, so that all workers would take turns; the outsiders are enough."""
    reports: list[Report] = [
        message_reported(from_number=ANN, to_numbers=(SHOP,)),
        call_reported(from_number=None, to_numbers=(), our_number=SHOP, parties=(BEN,)),
        contact_reported(numbers=("+12065550104",)),
        SummaryReported(stamp=stamp(), reported_at=NOON, call_id="ACx9"),
        message_reported(from_number=None, to_numbers=()),
    ]

    assert outsiders_of(reports, LoadedResources()) == {ANN, BEN, "+12065550104"}


def test_people_and_their_contacts_are_locked() -> None:
    """Numbers and OpenPhone contacts have names of their own."""
    assert contact_keys([ANN], ["c1"]) == {f"party:{ANN}", "contact:c1"}


def test_every_report_has_a_handler() -> None:
    """Each kind of report changes something."""
    for report in EVERYTHING:
        changes = worked(report).changes()

        assert any([changes.messages, changes.calls, changes.voicemails, changes.contacts, changes.links])
