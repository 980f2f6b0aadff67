"""
Everything that can go wrong here, as one tree.

::

    CrmError
    ├── WebhookError            a hostile or broken delivery
    │   ├── SignatureError      nobody we know signed it
    │   └── BodyError           signed, but not a JSON object
    ├── TransientError          trying again later may help
    │   ├── UnavailableError    a store or service is away
    │   │   └── StoreAwayError  the store that everything is kept in is away
    │   ├── LeaseLostError      another worker has taken the event over
    │   ├── RateLimitedError    a service asks to be left alone for a while
    │   ├── WorkerLostError     a worker died or hung with nothing but this in hand
    │   ├── StoreError          a store is there, but failed at what was asked
    │   └── DeferredError       not now: it is tried later, and this was no attempt
    ├── PermanentError          trying again changes nothing
    │   ├── PayloadError        a known type whose payload cannot be read
    │   └── UnstorableError     the store refuses this row's payload
    ├── NotFoundError           no such thing
    ├── ConflictError           not in the state it is in
    ├── PreconditionError       it changed since it was read
    ├── InvalidInputError       a value that was asked for is wrong
    └── SettingsError           a setting is wrong or missing

Every error carries its data as attributes; ``str`` builds the sentence.
"""

from __future__ import annotations

from datetime import datetime

import attrs


class CrmError(Exception):
    """The root of every error that this package raises on purpose."""


class WebhookError(CrmError):
    """Everything that a hostile or broken delivery can raise."""


@attrs.frozen
class SignatureError(WebhookError):
    """
    No key that is known made a signature of this delivery.

    The reason and the names of the signature headers are for the log, never for the sender.
    """

    reason: str
    headers: tuple[str, ...]

    def __str__(self) -> str:
        """Say why, and which signature headers were there."""
        return f"signature refused: {self.reason} (signature headers: {', '.join(self.headers) or 'none'})"


@attrs.frozen
class BodyError(WebhookError):
    """The body is signed but is not a JSON object; its size and digest identify it in the log."""

    reason: str
    size: int
    sha256: str

    def __str__(self) -> str:
        """Say why, and identify the body without showing it."""
        return f"not a JSON object: {self.reason} ({self.size} bytes, sha256 {self.sha256})"


class TransientError(CrmError):
    """An error that may be gone when the same thing is tried again."""


@attrs.frozen
class UnavailableError(TransientError):
    """A store or a service is away."""

    what: str
    cause: object

    def __str__(self) -> str:
        """Say what is away, and what was seen of it."""
        return f"{self.what} is unavailable: {self.cause}"


@attrs.frozen
class StoreAwayError(UnavailableError):
    """The store that everything is kept in is away, so that not even a failure could be written down."""


@attrs.frozen
class StoreError(TransientError):
    """The store failed at what was asked; its reason holds nothing of what was to be stored."""

    reason: str

    def __str__(self) -> str:
        """Say what the store said."""
        return f"the store failed: {self.reason}"


class PermanentError(CrmError):
    """An error that stays however often the same thing is tried."""


@attrs.frozen
class PayloadError(PermanentError):
    """An event of a known type has a payload that cannot be read."""

    reason: str
    openphone_type: str

    def __str__(self) -> str:
        """Say which type it was and what was wrong."""
        return f"unreadable {self.openphone_type}: {self.reason}"


@attrs.frozen
class UnstorableError(PermanentError):
    """The store is there, but refuses the payload of this row."""

    reason: str

    def __str__(self) -> str:
        """Say what the store said."""
        return f"the store refuses the payload: {self.reason}"


@attrs.frozen
class NotFoundError(CrmError):
    """There is no such thing."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Say what was looked for."""
        return f"there is no {self.kind} {self.id}"


@attrs.frozen
class ConflictError(CrmError):
    """The thing is in a state that does not allow what was asked."""

    reason: str

    def __str__(self) -> str:
        """Say what stands in the way."""
        return self.reason


@attrs.frozen
class PreconditionError(CrmError):
    """The thing is no longer the version that the caller had read."""

    reason: str = "it was changed since it was read"

    def __str__(self) -> str:
        """Say that the caller's version is stale."""
        return self.reason


@attrs.frozen
class InvalidInputError(CrmError):
    """A value that a caller gave is wrong."""

    field: str
    reason: str

    def __str__(self) -> str:
        """Name the field and what is wrong with it."""
        return f"{self.field}: {self.reason}"


@attrs.frozen
class SettingsError(CrmError):
    """A setting is wrong or missing; the text never shows its value."""

    name: str
    reason: str

    def __str__(self) -> str:
        """Name the setting and what is wrong with it."""
        return f"{self.name}: {self.reason}"


@attrs.frozen
class LeaseLostError(TransientError):
    """Another worker has taken over an event, since this one's lease ran out."""

    worker: str

    def __str__(self) -> str:
        """Say whose lease it was."""
        return f"the lease of worker {self.worker} ran out and its events were taken over"


@attrs.frozen
class WorkerLostError(TransientError):
    """A worker died or hung while it had nothing but this one event in hand."""

    worker: str

    def __str__(self) -> str:
        """Name the worker, and what may have happened to it."""
        return f"worker {self.worker} died or hung while it worked on nothing else"


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
class DeferredError(TransientError):
    """What was to be done has to wait, for a reason that is nobody's fault."""

    reason: str
    until: datetime

    def __str__(self) -> str:
        """Say why, and until when."""
        return f"{self.reason}, until {self.until:%Y-%m-%d %H:%M:%S} UTC"
