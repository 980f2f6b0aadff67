"""What is known of a call with all that belongs to it, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import attrs

from openphone_crm.crm import Call, Outcome, Recording, Summary, Transcript, Voicemail
from openphone_crm.events import ProcessingState
from openphone_crm.outcomes import outcome_of

_NEVER_COMES = frozenset(("absent", "failed", "deleted"))


class CallPart(StrEnum):
    """What can belong to a call, and comes apart from it."""

    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    SUMMARY = "summary"
    VOICEMAIL = "voicemail"


@attrs.frozen(kw_only=True)
class WholeCall:
    """A call with its parts, as far as they are known now."""

    call: Call
    recordings: Sequence[Recording] = ()
    voicemail: Voicemail | None = None
    transcript: Transcript | None = None
    summary: Summary | None = None

    @property
    def announced(self) -> tuple[CallPart, ...]:
        """The parts that OpenPhone has announced and not yet brought."""
        waiting = {
            CallPart.RECORDING: any(map(_is_to_come, self.recordings)),
            CallPart.TRANSCRIPT: _is_in_progress(self.transcript),
            CallPart.SUMMARY: _is_in_progress(self.summary),
            CallPart.VOICEMAIL: self._is_voicemail_to_come,
        }
        return tuple(part for part, is_waiting in waiting.items() if is_waiting)

    @property
    def expected(self) -> tuple[CallPart, ...]:
        """The announced parts that may still come."""
        return tuple(part for part in self.announced if part not in self.call.missing)

    @property
    def missing(self) -> tuple[CallPart, ...]:
        """The announced parts that were waited for in vain; one that comes after all is not one any more."""
        return tuple(part for part in self.announced if part in self.call.missing)

    def without(self, part: CallPart) -> Call:
        """The call, with this part given up if it was announced and has not come."""
        if part not in self.expected:
            return self.call
        return attrs.evolve(self.call, missing=(*self.call.missing, part.value))

    @property
    def _is_voicemail_to_come(self) -> bool:
        if self.voicemail is None:
            return bool(self.call.has_voicemail)
        return self.voicemail.url is None


def may_have_voicemail(call: Call) -> bool:
    """Whether nobody took the call, and no copy of it said whether words were left."""
    return outcome_of(call) is Outcome.MISSED and not (call.has_voicemail or call.no_voicemail)


def _is_to_come(recording: Recording) -> bool:
    return recording.url is None and recording.state not in _NEVER_COMES


def _is_in_progress(part: Transcript | Summary | None) -> bool:
    return part is not None and part.state is ProcessingState.IN_PROGRESS
