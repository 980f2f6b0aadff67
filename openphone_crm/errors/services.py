"""What can go wrong with a service that is asked."""

from __future__ import annotations

from typing import Final

import attrs

from openphone_crm.errors.trees import PermanentError, TransientError

_FORBIDDEN: Final = 403


@attrs.frozen
class RateLimitedError(TransientError):
    """A service asks to be left alone, for so many seconds where it says how long."""

    what: str
    retry_after_s: float | None = None

    def __str__(self) -> str:
        """Name the service, and how long it wants to be left alone."""
        wait = "" if self.retry_after_s is None else f" for {self.retry_after_s:g} s"
        return f"{self.what} asks to be left alone{wait}"


@attrs.frozen
class UncertainError(TransientError):
    """Nobody knows whether what was asked was done: the answer was lost, or was no answer."""

    what: str
    cause: object

    def __str__(self) -> str:
        """Say what was asked of whom, and what was seen instead of an answer."""
        return f"{self.what} may or may not have done it: {self.cause}"


@attrs.frozen
class UnansweredError(PermanentError):
    """There was no answer, twice; a third time may have to be paid for, and is for a person to decide."""

    what: str
    cause: object

    def __str__(self) -> str:
        """Say who did not answer, and what was seen instead."""
        return f"{self.what} was asked twice and did not answer: {self.cause}"


@attrs.frozen
class GroupCallError(PermanentError):
    """OpenPhone's API does not show a call of more than two parties; what webhooks gave is all there is."""

    call_id: str

    def __str__(self) -> str:
        """Say which call, and what OpenPhone says of it."""
        return f"OpenPhone shows no calls of more than two parties, such as {self.call_id}"


@attrs.frozen
class RefusedError(PermanentError):
    """A service refused what it was asked; `code` and `reason` are the service's own."""

    what: str
    status: int
    code: str | None = None
    reason: str | None = None

    @property
    def is_forbidden(self) -> bool:
        """Whether it would take the request, but not from this key, or not with this plan."""
        return self.status == _FORBIDDEN

    def __str__(self) -> str:
        """Say who refused, and why as far as it said."""
        said = ", ".join(filter(None, (f"status {self.status}", self.code, self.reason)))
        return f"{self.what} refused: {said}"


@attrs.frozen
class NotSentError(RefusedError):
    """OpenPhone does not send a text: registration, credits, or who may write from which number."""

    @property
    def is_forbidden(self) -> bool:
        """It is about this text, and others may be sent."""
        return False
