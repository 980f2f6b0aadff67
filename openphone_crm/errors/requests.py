"""What can be wrong with what was asked of us."""

from __future__ import annotations

import attrs

from openphone_crm.errors.trees import CrmError


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
class UnfitError(CrmError):
    """What was asked is understood, and cannot be done with the thing as it is."""

    reason: str

    def __str__(self) -> str:
        """Say what is missing."""
        return self.reason
