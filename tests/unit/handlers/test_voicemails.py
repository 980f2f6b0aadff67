"""Tests of what a voicemail does to the CRM, with or without a call to belong to."""

from __future__ import annotations

from itertools import permutations

from openphone_crm.events import Report
from openphone_crm.working_set import LoadedResources, WorkingSet
from tests.unit.handlers.desks import lines_of, numbers, reloaded, worked
from tests.unit.reports import ANN, LINE, SHOP, call_reported, minute, stamp, voicemail_reported

UNRESOLVED = voicemail_reported(1, call_openphone_id=None, stamp=stamp(1), phone_number_id=LINE)
RESOLVED = voicemail_reported(2, transcript="Call me back.")


def test_a_voicemail_stands_after_its_call() -> None:
    """Missed call, then voicemail, at the moment the call ended."""
    desk = worked(voicemail_reported(5), call_reported())

    assert lines_of(desk.entries.values()) == ["Call: Missed", "Voicemail: 18 sec"]


def test_the_same_voicemail_through_two_generations_is_one() -> None:
    """App webhooks bring it with the call, 2026-03-30 by itself; both name the call."""
    app = voicemail_reported(1, activity_id=None, from_number=None, to_numbers=(), duration_seconds=None)
    current = voicemail_reported(2, transcript="Call me back.")

    desk = worked(call_reported(), app, current)

    assert [(one.transcript, one.activity_id) for one in desk.voicemails.values()] == [
        ("Call me back.", "ACx3")
    ]


def test_an_unresolved_voicemail_is_shown_at_once() -> None:
    """It brings its own numbers: a conversation, a contact, and a line by itself."""
    desk = worked(UNRESOLVED)

    (talk,) = desk.conversations.values()
    (entry,) = desk.entries.values()
    assert (talk.our_number, talk.parties, numbers(desk)) == (SHOP, (ANN,), [ANN])
    assert (entry.text, entry.occurred_at, entry.is_inbound) == ("Voicemail: 18 sec", minute(1), True)
    assert desk.changes().lines == ((LINE, SHOP),)


def test_an_unresolved_voicemail_from_nobody_waits() -> None:
    """Without numbers it is kept and stands nowhere."""
    nobody = voicemail_reported(call_openphone_id=None, from_number=None, to_numbers=())

    desk = worked(nobody)

    assert (len(desk.voicemails.values()), desk.entries.values()) == (1, [])


def test_a_voicemail_moves_to_its_call_once_that_is_named() -> None:
    """What stood by itself is the same voicemail, and stands with its call from then on."""
    alone = worked(UNRESOLVED)
    named = worked(call_reported(), RESOLVED, desk=reloaded(alone))

    changes = named.changes()

    assert [one.key for one in named.voicemails.values()] == ["ACx2"]
    assert changes.removed_voicemails == tuple(one.id for one in alone.voicemails.values())
    assert changes.removed_entries == tuple(entry.id for entry in alone.entries.values())
    assert lines_of(named.entries.values()) == ["Call: Missed", "Voicemail: 18 sec"]


def test_every_order_ends_with_one_voicemail() -> None:
    """Call, unresolved and resolved copy end alike, in one batch or in three."""
    reports: list[Report] = [call_reported(), UNRESOLVED, RESOLVED]
    ends = []
    for order in permutations(reports):
        together, apart = worked(*order), WorkingSet()
        for report in order:
            apart = worked(report, desk=reloaded(apart))
        ends += [together.voicemails.values(), apart.voicemails.values()]

    assert all(end == ends[0] for end in ends)
    assert [(one.key, one.transcript, one.reported_at) for one in ends[0]] == [
        ("ACx2", "Call me back.", minute(1))
    ]


def test_a_late_copy_that_names_no_call_wipes_nothing_out() -> None:
    """The call that it belongs to was not loaded, and no stub of it is made."""
    known = worked(call_reported(), RESOLVED)
    only_voicemail = WorkingSet()
    only_voicemail.load_resources(LoadedResources(voicemails=tuple(known.voicemails.values())))

    changes = worked(UNRESOLVED, desk=only_voicemail).changes()

    assert (changes.calls, changes.entries, changes.removed_entries) == ((), (), ())
    assert [(one.key, one.reported_at) for one in changes.voicemails] == [("ACx2", minute(1))]


def test_a_late_copy_finds_a_call_that_is_at_hand() -> None:
    """When the call is loaded, the voicemail is shown with it again."""
    known = reloaded(worked(call_reported(), RESOLVED))

    desk = worked(UNRESOLVED, desk=known)

    assert lines_of(desk.entries.values()) == ["Call: Missed", "Voicemail: 18 sec"]


def test_other_voicemails_are_left_alone() -> None:
    """Two activities without a call are two voicemails."""
    other = voicemail_reported(call_openphone_id=None, activity_id="ACx8")

    desk = worked(UNRESOLVED, other)

    assert sorted(one.key for one in desk.voicemails.values()) == ["ACx3", "ACx8"]
