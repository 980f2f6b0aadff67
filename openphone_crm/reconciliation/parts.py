"""Which parts of a call come along with no list, so that OpenPhone has to be asked for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from openphone_crm.crm import Call, Outcome
from openphone_crm.events import ProcessingState
from openphone_crm.outcomes import outcome_of
from openphone_crm.reconciliation.gaps import recordings_of
from openphone_crm.remote import FetchedKind, Surface
from openphone_crm.working_set import WorkingSet

_TALKED: Final = frozenset((Outcome.ANSWERED, Outcome.ANSWERED_BY_AI))


def parts_to_ask(
    call: Call, desk: WorkingSet, *, surface: Surface, refused: Collection[FetchedKind] = ()
) -> tuple[FetchedKind, ...]:
    """The parts that a call can have, that we have not, and that do not come along with the call itself."""
    left_out = (*refused, *_coming_along(call, surface))
    return tuple(kind for kind in _lacking(call, desk) if kind not in left_out)


def _coming_along(call: Call, surface: Surface) -> tuple[FetchedKind, ...]:
    """The dated list has voicemails and summaries, but of what the AI agent summed up no next steps."""
    if surface is Surface.V1:
        return ()
    if outcome_of(call) is Outcome.ANSWERED_BY_AI:
        return (FetchedKind.VOICEMAIL,)
    return FetchedKind.VOICEMAIL, FetchedKind.SUMMARY


def _lacking(call: Call, desk: WorkingSet) -> Iterator[FetchedKind]:
    call_id, outcome = call.openphone_id, outcome_of(call)
    if outcome in _TALKED:
        if not any(recording.url for recording in recordings_of(call_id, desk)):
            yield FetchedKind.RECORDINGS
        transcript, summary = desk.transcripts.get(call_id), desk.summaries.get(call_id)
        if transcript is None or transcript.state is not ProcessingState.COMPLETED:
            yield FetchedKind.TRANSCRIPT
        if summary is None or summary.state is not ProcessingState.COMPLETED or not summary.next_steps:
            yield FetchedKind.SUMMARY
    voicemail = desk.voicemails.get(call_id)
    is_heard = voicemail is not None and voicemail.url is not None
    if outcome is Outcome.MISSED and not call.no_voicemail and not is_heard:
        yield FetchedKind.VOICEMAIL
