"""Why deliveries are refused, in so few words that they can be counted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.errors import BodyError, SignatureError

LONGEST_REASON: Final = 50
_UNREADABLE: Final = "signed, but no JSON object"
_TOO_OLD: Final = re.compile(r"timestamp is [0-9]+ s in the past[^;]*")
_TOO_NEW: Final = re.compile(r"timestamp is [0-9]+ s in the future[^;]*")


@attrs.frozen
class Refused:
    """Deliveries of one minute that were refused for one reason."""

    minute: datetime
    reason: str


def refused(error: SignatureError | BodyError, at: datetime) -> Refused:
    """Under what a refusal is counted."""
    return Refused(minute_of(at), _reason(error))


def minute_of(moment: datetime) -> datetime:
    """The beginning of its minute."""
    return moment.replace(second=0, microsecond=0)


def is_of_signature(reason: str) -> bool:
    """Whether it was the signature that was refused."""
    return reason != _UNREADABLE


def _reason(error: SignatureError | BodyError) -> str:
    if isinstance(error, BodyError):
        return _UNREADABLE
    # How old each is makes every refusal another.
    told = _TOO_NEW.sub("timestamp in the future", _TOO_OLD.sub("timestamp too old", error.reason))
    return told[:LONGEST_REASON]
