"""Calls that nobody took, and voicemails: which of them people are told about, and how soon."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.completeness import may_have_voicemail
from openphone_crm.crm import Call, Outcome, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.ids import ConversationId
from openphone_crm.outcomes import outcome_of
from openphone_crm.placement import outside_number_of, sides_of

FOR_THE_WORDS = timedelta(seconds=60)
"""OpenPhone writes most voicemails down within a minute; whoever is told later calls back too late."""
FOR_THE_END = timedelta(seconds=10)
"""`call.missed` says nothing of a voicemail; the `call.completed` that comes with it does."""
FOR_THE_ANSWER = timedelta(seconds=30)
"""OpenPhone is asked for what its webhooks leave out, and mostly answers in half of this."""
AT_ONCE = timedelta()


@attrs.frozen(kw_only=True)
class CallStory:
    """
    A call with what was left after it, as far as it is known now.

    A voicemail whose call OpenPhone cannot name has none. `name` is that of the contact who called.
    """

    call: Call | None = None
    voicemail: Voicemail | None = None
    transcript: Transcript | None = None
    name: str | None = None

    @property
    def key(self) -> str:
        """The OpenPhone id that the story goes by: the call's, or else the voicemail's own."""
        if self.call:
            return self.call.openphone_id
        return self.voicemail.key if self.voicemail else ""

    @property
    def is_for_people(self) -> bool:
        """Whether somebody is to call back: nobody took an incoming call, or words were left."""
        if _direction_of(self.call, self.voicemail) is Direction.OUTGOING:
            return False
        return self.voicemail is not None or self._is_missed

    @property
    def is_voicemail(self) -> bool:
        """Whether words were left, known already or only announced."""
        announced = bool(self.call and self.call.has_voicemail)
        return self.voicemail is not None or announced or self.words is not None

    @property
    def words(self) -> str | None:
        """
        What was left to be heard, in writing.

        Of a call that nobody took, the transcript can only be that of its voicemail: so the older
        webhooks tell it.
        """
        if self.voicemail and self.voicemail.transcript:
            return self.voicemail.transcript
        if not (self._is_missed and self.transcript):
            return None
        if self.transcript.state is not ProcessingState.COMPLETED:
            return None
        return " ".join(line.text for line in self.transcript.dialogue) or None

    def patience(self, *, is_asked_for: bool = False) -> timedelta:
        """
        How long to wait for what is missing, once something of it was heard.

        Longer when it is asked for: OpenPhone knows then who called, and whether words were left.
        """
        if self.words is not None:
            return AT_ONCE
        if self.is_voicemail:
            return FOR_THE_WORDS
        if is_asked_for and self._is_unclear:
            return FOR_THE_ANSWER
        return AT_ONCE if self.call and self.call.completed_at else FOR_THE_END

    @property
    def number(self) -> str | None:
        """Who called: a number, or what OpenPhone has instead of one."""
        known = outside_number_of(self.call) if self.call else None
        return known or (self.voicemail.from_number if self.voicemail else None)

    @property
    def our_number(self) -> str | None:
        """Which of our numbers was called."""
        called = sides_of(self.call)[1] if self.call else ()
        return next(iter(called or (self.voicemail.to_numbers if self.voicemail else ())), None)

    @property
    def conversation_id(self) -> ConversationId | None:
        """Where it stands, once that is known."""
        known = self.call.conversation_id if self.call else None
        return known or (self.voicemail.conversation_id if self.voicemail else None)

    @property
    def _is_unclear(self) -> bool:
        return self.call is not None and (self.number is None or may_have_voicemail(self.call))

    @property
    def _is_missed(self) -> bool:
        return self.call is not None and outcome_of(self.call) is Outcome.MISSED


def _direction_of(call: Call | None, voicemail: Voicemail | None) -> Direction | None:
    told = call.direction if call else None
    return told or (voicemail.direction if voicemail else None)
