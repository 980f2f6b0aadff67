"""What happens on a business phone, told independently of any generation of webhook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import attrs

from openphone_crm.testing.identifiers import activity_id, conversation_id, digest, media_id

Direction: TypeAlias = Literal["incoming", "outgoing"]

NOON = datetime(2026, 4, 13, 19, 0, 0, 420_000, tzinfo=UTC)
CUSTOMER_NUMBER = "+14255550123"
MEDIA_BASE = "https://storage.googleapis.com/opstatics"


@attrs.frozen(kw_only=True)
class Line:
    """A number of the shop, with its owner."""

    number: str = "+12065550100"
    id: str = "PNx4Hk2Wq9"
    user_id: str = "USx7Dana3M"
    org_id: str = "ORx1Harbor"


SHOP_LINE = Line()


def _conversation(line: Line, parties: tuple[str, ...]) -> str:
    return conversation_id(line.id, *sorted(parties))


@attrs.frozen(kw_only=True)
class Media:
    """A file that hangs on a message."""

    url: str = f"{MEDIA_BASE}/{media_id('picture')}"
    type: str | None = "image/jpeg"


@attrs.frozen(kw_only=True)
class Text:
    """A text message, received or sent."""

    text: str = "Hi"
    direction: Direction = "incoming"
    sender: str = CUSTOMER_NUMBER
    recipients: tuple[str, ...] = (SHOP_LINE.number,)
    media: tuple[Media, ...] = ()
    error_code: str | None = None
    created_at: datetime = NOON
    line: Line = SHOP_LINE
    contact_ids: tuple[str, ...] = ()
    id: str = attrs.Factory(
        lambda self: activity_id(self.text, self.sender, self.created_at), takes_self=True
    )

    @property
    def conversation_id(self) -> str:
        """The conversation of our number with everybody else on this message."""
        everybody = (self.sender, *self.recipients)
        return _conversation(self.line, tuple(party for party in everybody if party != self.line.number))


@attrs.frozen(kw_only=True)
class Voicemail:
    """What a caller left after nobody answered."""

    transcript: str | None = "Please call me back."
    duration: int = 12
    url: str | None = f"{MEDIA_BASE}/{media_id('voicemail')}.mp3"
    id: str | None = "VMx" + digest("voicemail")[:15]


@attrs.frozen(kw_only=True)
class Recording:
    """One recorded segment of a call."""

    duration: int = 60
    started_at: datetime = NOON
    url: str | None = f"{MEDIA_BASE}/{media_id('recording')}.mp3"
    name: str = digest("recording")[:20]


@attrs.frozen(kw_only=True)
class MenuChoice:
    """The key that a caller pressed in the phone menu."""

    key: str | None = "1"
    name: str | None = "Estimates"
    reason: str | None = "phone-menu-dial"


@attrs.frozen(kw_only=True)
class Call:
    """A call as it stands at the moment of an event; later events carry later stands of the same id."""

    direction: Direction = "incoming"
    external: str = CUSTOMER_NUMBER
    created_at: datetime = NOON
    answered_at: datetime | None = None
    completed_at: datetime | None = None
    answered_by: str | None = None
    forwarded_to: str | None = None
    menu: MenuChoice | None = None
    voicemail: Voicemail | None = None
    recordings: tuple[Recording, ...] = ()
    line: Line = SHOP_LINE
    contact_ids: tuple[str, ...] = ()
    id: str = attrs.Factory(
        lambda self: activity_id(self.direction, self.external, self.created_at), takes_self=True
    )

    @property
    def conversation_id(self) -> str:
        """The conversation of our number with the other party."""
        return _conversation(self.line, (self.external,))

    @property
    def parties(self) -> tuple[str, str]:
        """Who called, and who was called."""
        if self.direction == "incoming":
            return self.external, self.line.number
        return self.line.number, self.external

    @property
    def is_answered_by_ai(self) -> bool:
        """Whether Sona took the call."""
        return (self.answered_by or "").startswith("SY")


@attrs.frozen
class Utterance:
    """What one speaker said, from one second of the call to another."""

    content: str
    start: float
    end: float
    is_external: bool = False


@attrs.frozen(kw_only=True)
class Transcript:
    """The words of a call."""

    call: Call
    dialogue: tuple[Utterance, ...] | None
    status: str = "completed"
    created_at: datetime


@attrs.frozen(kw_only=True)
class Summary:
    """What a call was about, and what to do next."""

    call: Call
    summary: tuple[str, ...] | None
    next_steps: tuple[str, ...] | None
    status: str = "completed"


@attrs.frozen(kw_only=True)
class ContactCard:
    """A contact as a person keeps it in Quo."""

    first_name: str | None = "Ann"
    last_name: str | None = "Whitfield"
    company: str | None = None
    role: str | None = None
    emails: tuple[str, ...] = ()
    phone_numbers: tuple[str, ...] = (CUSTOMER_NUMBER,)
    created_at: datetime = NOON
    updated_at: datetime = NOON
    line: Line = SHOP_LINE
    id: str = attrs.Factory(lambda self: digest("contact", *self.phone_numbers)[:24], takes_self=True)


@attrs.frozen(kw_only=True)
class Other:
    """Anything else: its fields go out as they are."""

    fields: Mapping[str, Any]
    line: Line = SHOP_LINE


Subject: TypeAlias = Text | Call | Transcript | Summary | ContactCard | Other


@attrs.frozen(kw_only=True)
class Happening:
    """Something that OpenPhone tells its subscribers: of a type, about a subject, at a time."""

    type: str
    subject: Subject
    at: datetime
