"""Text that any database and any page can hold."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINK = re.compile(r"https://(?:[a-z0-9-]+\.)*(?:quo|openphone)\.com(?:[/?#][!-~]*)?", re.IGNORECASE)
# E.164, ten digits and more in one piece, and the usual ways of writing ten of them in groups.
_PHONE_NUMBER = re.compile(
    r"\+[1-9][0-9]{6,14}\b"
    r"|(?<![\w.-])1?[0-9]{10}(?![\w-])"
    r"|(?<![\w.-])(?:\+?1[ .-]?)?(?:\([0-9]{3}\)[ .-]?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}(?![\w-])"
)
_SHOWN = 3
"""Characters of a number that a log may show: the first and the last two."""


def storable(text: str) -> str:
    """
    The text with NUL and lone surrogates replaced by U+FFFD.

    PostgreSQL refuses NUL in text and UTF-8 has no lone surrogates; both arrive in real messages.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    r"""
    The text on one line, without what is not to be seen: for headers, and where a line means something.

    >>> one_line("Missed call\r\nBcc: everyone@example.com")
    'Missed call Bcc: everyone@example.com'
    """
    return " ".join(storable(_CONTROLS.sub(" ", text)).split())


def trusted_link(value: object) -> str | None:
    """A link into Quo's own pages, or None: only https on a Quo or OpenPhone host is handed on."""
    if isinstance(value, str) and _LINK.fullmatch(value):
        return value
    return None


def shortened(text: str, limit: int) -> str:
    """The text cut to at most `limit` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "\u2026"


def masked(number: str) -> str:
    """
    A phone number that may stand in a log: only its last two digits are kept.

    >>> masked("+12065550123")
    '+*********23'
    """
    return number[:1] + "*" * (len(number) - _SHOWN) + number[-2:] if len(number) > _SHOWN else "***"


def masking_numbers(text: str) -> str:
    """
    The text with every phone number in it masked, for logs and for what every reader may see.

    >>> masking_numbers("cannot ring +12065550123 or (206) 555-0123")
    'cannot ring +*********23 or (***********23'
    """
    return _PHONE_NUMBER.sub(lambda match: masked(match[0]), text)
