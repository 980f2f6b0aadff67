"""The root of all errors, and its two great branches."""

from __future__ import annotations


class CrmError(Exception):
    """The root of every error that this package raises on purpose."""


class TransientError(CrmError):
    """An error that may be gone when the same thing is tried again."""


class PermanentError(CrmError):
    """An error that stays however often the same thing is tried."""
