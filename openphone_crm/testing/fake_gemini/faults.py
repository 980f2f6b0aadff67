"""What can go wrong with Gemini."""

from __future__ import annotations

from enum import StrEnum, auto


class Fault(StrEnum):
    """A way for the fake to misbehave: in what it says, in that it says nothing, or in that it refuses."""

    HALLUCINATING = auto()
    """It finds what does not stand in the text: made up altogether, or made up beside a quote that does."""
    OBEDIENT = auto()
    """It finds what the text wants it to find."""
    WRONG_IDS = auto()
    """It answers for a text that nobody asked about, and mixes up those that were asked about."""
    OTHER_TOPICS = auto()
    """It finds things that nobody asked for, beside those that somebody did."""
    FORGETFUL = auto()
    """It does not answer for the last text."""

    MALFORMED = auto()
    """Its answer is no JSON."""
    OTHER_FORM = auto()
    """Its answer is JSON of another form."""
    EMPTY = auto()
    """It has no answer, and does not say why."""
    BLOCKED = auto()
    """It does not take the prompt."""
    STOPPED = auto()
    """It stops its answer, as that would not be safe."""
    TRUNCATED = auto()
    """Its answer is cut where it became too long."""

    RATE_LIMITED = auto()
    """It wants to be left alone for a while, and says so in its answer."""
    RATE_LIMITED_BY_HEADER = auto()
    """It wants to be left alone for a while, and says so in a header."""
    FAILING = auto()
    """It answers 500."""
    OVERLOADED = auto()
    """It answers 503."""
    SLOW = auto()
    """It answers late."""
    NOT_ITSELF = auto()
    """A proxy answers in its place, with a page for people and status 200."""
    REFUSING_THE_KEY = auto()
    """It answers 403 to whoever asks."""
    REFUSING_A_SIGN_IN = auto()
    """It answers 401 to whoever asks."""
    REFUSING_THE_REQUEST = auto()
    """It answers 400 to whatever it is asked."""
