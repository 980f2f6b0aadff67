"""What can go wrong with stores and workers."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.errors.trees import PermanentError, TransientError


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
class UnstorableError(PermanentError):
    """The store is there, but refuses the payload of this row."""

    reason: str

    def __str__(self) -> str:
        """Say what the store said."""
        return f"the store refuses the payload: {self.reason}"


@attrs.frozen
class DeferredError(TransientError):
    """What was to be done has to wait, for a reason that is nobody's fault."""

    reason: str
    until: datetime

    def __str__(self) -> str:
        """Say why, and until when."""
        return f"{self.reason}, until {self.until:%Y-%m-%d %H:%M:%S} UTC"
