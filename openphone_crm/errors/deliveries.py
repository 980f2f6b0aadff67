"""What a delivery can have wrong."""

from __future__ import annotations

import attrs

from openphone_crm.errors.trees import CrmError, PermanentError


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


@attrs.frozen
class PayloadError(PermanentError):
    """An event of a known type has a payload that cannot be read."""

    reason: str
    openphone_type: str

    def __str__(self) -> str:
        """Say which type it was and what was wrong."""
        return f"unreadable {self.openphone_type}: {self.reason}"
