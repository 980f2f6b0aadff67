"""What a report gives people to know: of a missed call or a voicemail they are told once, in any order."""

from __future__ import annotations

from openphone_crm.crm import Voicemail
from openphone_crm.events import CallReported, Report, TranscriptReported, VoicemailReported
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.people import Cause
from openphone_crm.priority import Priority
from openphone_crm.stories import CallStory
from openphone_crm.working_set import WorkingSet

TELL = "tell"


def want_telling(report: Report, desk: WorkingSet, cause: Cause, *, is_asked_for: bool = False) -> None:
    """
    Have people told of the call or voicemail that was reported, if it is one to tell.

    Every report of it asks anew, under the same id: so it is told once, at the earliest of the
    times that were asked for. Where OpenPhone is asked for what is missing (`is_asked_for`), that is
    waited for.
    """
    story = None if cause.is_history else _story(report, desk)
    if story is None or not story.is_for_people:
        return
    desk.follow_ups.append(
        FollowUp(
            id=follow_up_id(TELL, story.key),
            kind=TELL,
            subject=story.key,
            priority=Priority.CRITICAL,
            created_at=cause.received_at,
            due_at=cause.received_at + story.patience(is_asked_for=is_asked_for),
        )
    )


def _story(report: Report, desk: WorkingSet) -> CallStory | None:
    match report:
        case CallReported(openphone_id=call_id) | TranscriptReported(call_id=call_id):
            return _of_call(call_id, desk)
        case VoicemailReported(call_openphone_id=str(call_id)):
            return _of_call(call_id, desk)
        case VoicemailReported(activity_id=activity_id):
            return _of_activity(activity_id, desk)
        case _:
            return None


def _of_call(call_id: str, desk: WorkingSet) -> CallStory:
    return CallStory(
        call=desk.calls.get(call_id),
        voicemail=desk.voicemails.get(call_id),
        transcript=desk.transcripts.get(call_id),
    )


def _of_activity(activity_id: str | None, desk: WorkingSet) -> CallStory | None:
    """The story of a voicemail that was told without its call, which an earlier copy may have named."""
    for voicemail in desk.voicemails.values():
        if voicemail.activity_id == activity_id:
            return _of_voicemail(voicemail, desk)
    return None


def _of_voicemail(voicemail: Voicemail, desk: WorkingSet) -> CallStory:
    if voicemail.call_openphone_id is None:
        return CallStory(voicemail=voicemail)
    return _of_call(voicemail.call_openphone_id, desk)
