"""What a workspace knows of a message or a call: all that its happenings have told, added up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.testing.happenings import Call, Happening, Line, Summary, Text, Transcript

VOICEMAIL_WORK: Final = timedelta(seconds=4)
"""How long a voicemail is worked on after the end of its call, unless something else is said."""

_STATUSES: Final = {
    "message.received": "received",
    "message.delivered": "delivered",
    "message.failed": "failed",
    "message.undelivered": "undelivered",
}
# A text that has arrived, or never will, is not on its way again.
_LAST: Final = ("received", "delivered", "undelivered")


@attrs.frozen(kw_only=True)
class KnownMessage:
    """A message as it stands."""

    text: Text
    status: str
    updated_at: datetime
    error_code: str | None = None

    def told(self, happening: Happening, text: Text) -> KnownMessage:
        """This message, after something more has happened to it."""
        if self.status in _LAST:
            return self
        return attrs.evolve(
            self,
            text=attrs.evolve(text, created_at=self.text.created_at),
            status=_STATUSES.get(happening.type, self.status),
            updated_at=max(self.updated_at, happening.at),
            error_code=text.error_code or self.error_code,
        )

    @classmethod
    def first_told(cls, happening: Happening, text: Text) -> KnownMessage:
        """A message that nobody knew of before."""
        return cls(
            text=text,
            status=_STATUSES.get(happening.type, "sent"),
            updated_at=happening.at,
            error_code=text.error_code,
        )


@attrs.frozen(kw_only=True)
class KnownCall:
    """A call as it stands, with its parts; until `ready_at` they are still being worked on."""

    call: Call
    updated_at: datetime
    transcript: Transcript | None = None
    summary: Summary | None = None
    others: tuple[str, ...] = ()
    """Who else took part: with anybody here it is a group call."""
    ready_at: datetime | None = None

    def told(self, happening: Happening, call: Call) -> KnownCall:
        """This call, after something more was told of it."""
        match happening.subject:
            case Transcript() as transcript:
                part = attrs.evolve(self, transcript=transcript)
            case Summary() as summary:
                part = attrs.evolve(self, summary=summary)
            case _:
                part = self
        later = max(self.updated_at, happening.at)
        return attrs.evolve(part, call=_added_up(self.call, call), updated_at=later)

    def is_ready(self, now: datetime) -> bool:
        """Whether its recordings, transcript and summary can be had."""
        return self.ready_at is None or self.ready_at <= now

    def has_voicemail_ready(self, now: datetime) -> bool:
        """Whether its voicemail can be heard and read."""
        ends = self.call.completed_at or self.call.created_at
        return (self.ready_at or ends + VOICEMAIL_WORK) <= now


def _added_up(known: Call, told: Call) -> Call:
    """Return what two stands of a call say together; nothing that was known is forgotten."""
    return attrs.evolve(
        told,
        answered_at=told.answered_at or known.answered_at,
        answered_by=told.answered_by or known.answered_by,
        completed_at=told.completed_at or known.completed_at,
        forwarded_to=told.forwarded_to or known.forwarded_to,
        menu=told.menu or known.menu,
        voicemail=told.voicemail or known.voicemail,
        recordings=max(told.recordings, known.recordings, key=len),
        contact_ids=told.contact_ids or known.contact_ids,
    )


@attrs.define
class Thread:
    """A conversation: our line with the others, and the ids of what happened in it."""

    id: str
    line: Line
    parties: tuple[str, ...]
    messages: dict[str, None] = attrs.field(factory=dict, init=False)
    calls: dict[str, None] = attrs.field(factory=dict, init=False)


@attrs.frozen(kw_only=True)
class StoredFile:
    """A file at the media host; one that lasts no seconds is a picture."""

    type: str
    seconds: int = 0


@attrs.frozen(kw_only=True)
class Member:
    """Somebody who works in the workspace."""

    id: str
    first_name: str
    last_name: str | None = None
    role: str = "member"

    @property
    def email(self) -> str:
        """Where they get mail."""
        return f"{self.first_name}@harbor.example".lower()
