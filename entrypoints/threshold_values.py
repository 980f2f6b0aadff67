"""What the text of a setting may be that says how much is too much."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from entrypoints.setting_values import UnusableError, words
from openphone_crm.priority import Priority

_NUMBER: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_WHOLE: Final = re.compile(r"[0-9]{1,5}")


def at_least_seconds(fewest: float) -> Callable[[str], float]:
    """Give a reader of a number of seconds, so many at least."""

    def read(value: str) -> float:
        if not _NUMBER.fullmatch(value) or float(value) < fewest:
            raise UnusableError(value, f"a number of seconds, {fewest:g} at least")
        return float(value)

    return read


def seconds_by_queue(value: str) -> tuple[float, ...]:
    """Read a number of seconds for each of the three queues, or one for all."""
    found = words(value)
    if len(found) not in (1, len(Priority)) or not all(_NUMBER.fullmatch(word) for word in found):
        raise UnusableError(value, "one number of seconds, or three such as 60 180 360")
    given = tuple(float(word) for word in found)
    if not all(given):
        raise UnusableError(value, "numbers of seconds above 0")
    return given if len(given) > 1 else given * len(Priority)


def whole(value: str) -> int:
    """Read a whole number above 0."""
    if not _WHOLE.fullmatch(value) or not int(value):
        raise UnusableError(value, "a whole number from 1 to 99999")
    return int(value)
