"""What a storage says when it cannot, as an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from openphone_crm.errors import UnavailableError

STORAGE = "the file storage"

_SHOWN = 200


@contextmanager
def translated(*errors: type[Exception]) -> Iterator[None]:
    """
    Translate what the system says, and those errors beside.

    Raises:
        UnavailableError: A full disk included: somebody will make room, and trying again will help.
    """
    foreign: tuple[type[Exception], ...] = (OSError, *errors)
    try:
        yield
    except foreign as error:
        # Without the path, which only the first of these has.
        cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnavailableError(STORAGE, cause[:_SHOWN]) from error
