"""What changed, in one order, for whoever follows along and must miss nothing."""

from __future__ import annotations

import base64
import json
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.errors import CrmError, InvalidInputError
from openphone_crm.texts import storable

_LARGEST_NUMBER: Final = 2**63 - 1
_SIGN: Final = "changes"
"""What tells a cursor of this list from those of others."""


class ChangedKind(StrEnum):
    """What a thing is that changed; all of it has an id by which the API shows it."""

    ALERT = "alert"
    APPROVAL = "approval"
    CALL = "call"
    CONTACT = "contact"
    CONVERSATION = "conversation"
    EXTRACTION = "extraction"
    FAILURE = "failure"
    JOB = "job"
    MESSAGE = "message"
    NOTE = "note"
    SUMMARY = "summary"
    TRANSCRIPT = "transcript"
    VOICEMAIL = "voicemail"
    WEBHOOK_EVENT = "webhook_event"


class OutdatedCursorError(CrmError):
    """What follows a cursor is not known any more, or never was known here."""

    def __str__(self) -> str:
        return "What followed `after` is not kept any more: start again without it"


@attrs.frozen(kw_only=True)
class ChangeCursor:
    """
    How far somebody has followed: behind the change of this number, kind and id.

    `origin` names the server that gave the number: on another it says nothing. `gone` is up to which number
    deletions had been let go of when this follower began: of those it has missed none.

    >>> cursor = ChangeCursor(number=7, kind="message", id="one")
    >>> cursor_of(cursor.encoded()) == cursor
    True
    """

    number: int = 0
    kind: str = ""
    id: str = ""
    origin: str = ""
    gone: int = 0

    def encoded(self) -> str:
        """The cursor as opaque text for a url."""
        text = json.dumps([self.number, self.kind, self.id, self.origin, self.gone, _SIGN])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@attrs.frozen(kw_only=True)
class Change:
    """That a thing came, changed or went; `cursor` leads to what changed after it."""

    cursor: ChangeCursor
    kind: ChangedKind
    id: str
    is_deleted: bool


@attrs.frozen
class ChangePage:
    """Some changes, and where to go on; there is always somewhere to go on."""

    changes: tuple[Change, ...]
    next: ChangeCursor


def cursor_of(text: str) -> ChangeCursor:
    """
    The cursor that a text from a url stands for.

    Raises:
        InvalidInputError: When it is none of ours.
    """
    match _opened(text):
        case [int(number), str(kind), str(found), str(origin), int(gone), sign] if sign == _SIGN:
            are_texts = all(storable(part) == part for part in (kind, found, origin))
            if are_texts and _is_number(number) and _is_number(gone):
                return ChangeCursor(number=number, kind=kind, id=found, origin=origin, gone=gone)
    raise InvalidInputError("after", "is not a cursor of this list; leave it out to start from the beginning")


def _is_number(found: int) -> bool:
    return not isinstance(found, bool) and 0 <= found <= _LARGEST_NUMBER


def _opened(text: str) -> object:
    """What is written in a cursor, or None where it is no JSON in base64."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
