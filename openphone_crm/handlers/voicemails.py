"""What a voicemail does to the CRM, with or without a call to belong to."""

from __future__ import annotations

from functools import partial, reduce

import attrs

from openphone_crm.crm import Voicemail
from openphone_crm.events import VoicemailReported
from openphone_crm.handlers.calls import gather
from openphone_crm.handlers.people import Cause, meet
from openphone_crm.ids import ItemId, derived_id
from openphone_crm.merging import joined, merged
from openphone_crm.placement import line_told_by, place_of
from openphone_crm.timeline import part_entry
from openphone_crm.working_set import WorkingSet

_FIELDS = (
    "call_openphone_id",
    "activity_id",
    "direction",
    "duration_seconds",
    "transcript",
    "url",
    "content_type",
    "from_number",
    "to_numbers",
    "phone_number_id",
)


def report_voicemail(report: VoicemailReported, desk: WorkingSet, cause: Cause) -> None:
    """Add what this copy knows to the voicemail, and show it with its call or by itself."""
    known = _known(report, desk)
    voicemail = merged(known, report, _FIELDS, report.stamp)
    voicemail = attrs.evolve(voicemail, reported_at=min(known.reported_at, report.reported_at))
    if voicemail.call_openphone_id is None:
        _show_alone(voicemail, desk, cause)
        return
    desk.voicemails.put(voicemail)
    # A copy that does not name the call has not had it loaded: making a stub of it would wipe it out.
    if report.call_openphone_id or desk.calls.get(voicemail.call_openphone_id):
        gather(voicemail.call_openphone_id, desk, reported_at=report.reported_at)


def _known(report: VoicemailReported, desk: WorkingSet) -> Voicemail:
    """
    The one voicemail that this report is about.

    OpenPhone may name its call only in a later copy: what was kept under the activity id is then
    the same voicemail, and moves to its call.
    """
    found = [voicemail for voicemail in desk.voicemails.values() if _is_same(voicemail, report)]
    named = next((voicemail.key for voicemail in found if voicemail.call_openphone_id), None)
    key = report.call_openphone_id or named or report.activity_id or ""
    blank = Voicemail(id=ItemId(derived_id("voicemail", key)), key=key, reported_at=report.reported_at)
    return reduce(partial(_moved_into, desk=desk), found, blank)


def _is_same(voicemail: Voicemail, report: VoicemailReported) -> bool:
    if report.activity_id is not None and voicemail.activity_id == report.activity_id:
        return True
    return voicemail.key == report.call_openphone_id


def _moved_into(base: Voicemail, voicemail: Voicemail, *, desk: WorkingSet) -> Voicemail:
    """Both in one; a record under another key goes away."""
    if voicemail.key != base.key:
        desk.voicemails.remove(voicemail.key)
        desk.show(voicemail.id, None, before=voicemail.conversation_id)
    return attrs.evolve(
        joined(base, voicemail),
        reported_at=min(base.reported_at, voicemail.reported_at),
        conversation_id=base.conversation_id or voicemail.conversation_id,
    )


def _show_alone(voicemail: Voicemail, desk: WorkingSet, cause: Cause) -> None:
    if line := line_told_by(voicemail):
        desk.learn_line(*line)
    before = voicemail.conversation_id
    place = place_of(voicemail, desk.lines)
    if place is not None:
        meet(place.parties, desk, cause)
        voicemail = attrs.evolve(voicemail, conversation_id=desk.place(place))
    desk.voicemails.put(voicemail)
    desk.show(voicemail.id, part_entry(voicemail, None), before=before)
