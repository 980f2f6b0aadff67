"""Why a service did not take a notification, without a word of what it said."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

_ANSWER = re.compile(r"\((\d{3}), b|error=(\d{3})\b")
_SYSTEM = re.compile(r"\[Errno (\d{1,3})\]")
_KNOWN = {
    "CERTIFICATE_VERIFY_FAILED": "its certificate is not trusted",
    "timed out": "no answer in time",
    "[Errno -": "its name is not known",
}
UNKNOWN = "it cannot be reached, or refuses"


def reason(entries: Iterable[str]) -> str:
    """
    Find the reason in what was logged.

    Only numbers are taken over: the rest may quote users, tokens, addresses and strangers.
    """
    text = "\n".join(entries)
    if answer := _ANSWER.search(text):
        return f"it answers {answer[1] or answer[2]}"
    if system := _SYSTEM.search(text):
        return os.strerror(int(system[1]))
    return next((words for mark, words in _KNOWN.items() if mark in text), UNKNOWN)
