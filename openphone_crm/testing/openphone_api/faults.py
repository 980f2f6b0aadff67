"""What can go wrong with OpenPhone's API."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final


class Fault(StrEnum):
    """A way for the fake to misbehave: it refuses, it fails, or it does something else than it says."""

    RATE_LIMITED = auto()
    """It answers 429, and does not say for how long."""
    RATE_LIMITED_BY_HEADER = auto()
    """It answers 429 with `Retry-After`."""
    FAILING = auto()
    """It answers 500, and has done nothing."""
    OVERLOADED = auto()
    """It answers 503."""
    SLOW = auto()
    """It answers late."""
    CUT = auto()
    """Its answer ends half-way."""
    NOT_JSON = auto()
    """A proxy answers in its place, with a page for people and status 200."""
    HANGING_UP = auto()
    """It does nothing, and closes the connection without an answer."""
    REFUSING_THE_KEY = auto()
    """It answers 401 to the right key."""
    FORBIDDEN = auto()
    """It answers 403."""

    A2P_NOT_APPROVED = auto()
    """It does not send: the business is not registered with the carriers."""
    NO_CREDITS = auto()
    """It does not send: the credits are used up."""
    NOT_A_NUMBER_USER = auto()
    """It does not send: the user is no member of the number."""
    DAILY_CAP = auto()
    """It does not send: the carriers' daily cap has been reached."""
    SENT_THEN_FAILING = auto()
    """It sends, and answers 500."""
    SENT_THEN_SLOW = auto()
    """It sends, and answers late."""
    SENT_THEN_HANGING_UP = auto()
    """It sends, and closes the connection without an answer."""
    UNDELIVERED = auto()
    """It accepts the text, and the carrier does not deliver it."""
    LOST = auto()
    """It accepts the text, and nothing is ever heard of it again."""


SENDING_ONLY: Final = frozenset(
    {
        Fault.A2P_NOT_APPROVED,
        Fault.NO_CREDITS,
        Fault.NOT_A_NUMBER_USER,
        Fault.DAILY_CAP,
        Fault.SENT_THEN_FAILING,
        Fault.SENT_THEN_SLOW,
        Fault.SENT_THEN_HANGING_UP,
        Fault.UNDELIVERED,
        Fault.LOST,
    }
)
"""Faults of sending a text: another request does not meet them."""


class MediaFault(StrEnum):
    """A way for the host of the media to misbehave."""

    MISSING = auto()
    """It answers 404."""
    EXPIRED = auto()
    """It answers 403: the signature of the URL is too old."""
    FAILING = auto()
    """It answers 503."""
    TRUNCATED = auto()
    """It announces twice as much as it sends."""
    HUGE = auto()
    """It announces 5 GiB, and sends them to whoever reads on."""
    ENDLESS = auto()
    """It announces no length, and goes on slowly for ever."""
    REDIRECTING = auto()
    """It sends whoever asks elsewhere."""
    WRONG_TYPE = auto()
    """It answers with a page for people."""
