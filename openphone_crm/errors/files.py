"""What can go wrong with a file that is fetched and kept."""

from __future__ import annotations

import attrs

from openphone_crm.errors.trees import PermanentError, TransientError


@attrs.frozen
class ForbiddenHostError(PermanentError):
    """Nothing is fetched from there; the rest of the url is left out, for it may hold a signature."""

    host: str
    reason: str

    def __str__(self) -> str:
        """Name the host, and say why."""
        return f"nothing is fetched from {self.host!r}: {self.reason}"


@attrs.frozen
class TooLargeError(PermanentError):
    """A file is larger than what is taken."""

    limit_bytes: int

    def __str__(self) -> str:
        """Say how much is taken."""
        return f"the file is larger than {self.limit_bytes} bytes"


@attrs.frozen
class MediaGoneError(TransientError):
    """
    A url leads to no file: not yet, or not any more.

    Whoever asks again later, or for another url, may get one that does.
    """

    host: str
    status: int

    def __str__(self) -> str:
        """Say who answered, and what."""
        return f"{self.host} gives no file: it answers {self.status}"


@attrs.frozen
class UnexpectedTypeError(PermanentError):
    """What came is no recording, picture or other attachment."""

    content_type: str

    def __str__(self) -> str:
        """Say what it is."""
        return f"a file of the type {self.content_type!r} is not kept"
