"""What never reaches a log: secrets that are known, and whatever looks like a secret or a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import attrs
from structlog.typing import EventDict, WrappedLogger

from openphone_crm.texts import masked, masking_numbers

MASK: Final = "***"

_PLAIN: Final = frozenset(("timestamp", "level", "logger"))
"""What we write ourselves into every entry; a moment must not be taken for a number."""

_ID: Final = re.compile(r"[0-9a-f-]{32,36}")
_DIGIT: Final = re.compile("[0-9]")
_LONG: Final = range(10**9, 10**12)
"""Numbers of ten to twelve digits."""
_SHORT: Final = 64
"""Texts up to this length come again and again: names, events, routes."""
_REMEMBERED: Final = 2_000


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@attrs.frozen
class _Look:
    """How something looks; where none of the `signs` stands, nobody need look for it."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str] = attrs.field(converter=_compiled)
    instead: str

    def masked(self, text: str) -> str:
        """The text without it."""
        if any(sign in text for sign in self.signs):
            return self.pattern.sub(self.instead, text)
        return text


_PATTERNS: Final = (
    # Who may do what, in the words of a header or of a dictionary of headers.
    _Look(
        (":", "=", ","),
        r"(?i)\b(authorization|cookie|x-csrf-token|x-goog-api-key)(['\"]?\s*[:=]\s*|['\"]\s*,\s*)[^\n,}]+",
        r"\1\2***",
    ),
    _Look(("crm_session=",), r"crm_session=[^\s;,'\"]+", "crm_session=***"),
    # In the words of a form, of a connection string, or of a dictionary: after a mere colon comes a sentence.
    _Look(
        ("=", ":"),
        r"(?i)(password|passwd|secret(?:_access_key)?|api[_-]?key|csrf)"
        r"(\s*=\s*b?['\"]?|['\"]\s*:\s*b?['\"]?)[^\s,;&'\"}]+",
        r"\1\2***",
    ),
    _Look((" ",), r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}", r"\1 ***"),
    # Passwords in addresses, and all that addresses say behind the question mark.
    _Look(("://",), r"(://)[^/\s'\"<>]*@", r"\1***@"),
    _Look(
        ("?",),
        r"(?i)((?:(?<![a-z0-9+.-])[a-z0-9+.-]+://|(?<![^\s'\"(=])/)[^\s?'\"<>]*\?)[^\s'\"<>]+",
        r"\1***",
    ),
    # Signing keys of both schemes, our own tokens, and keys of Google's.
    _Look(("whsec_",), r"\bwhsec_[\w+/=-]+", "whsec_***"),
    _Look(("crm_",), r"\bcrm_[\w-]{20,}", "crm_***"),
    _Look(("AIza",), r"\bAIza[\w-]{10,}", "AIza***"),
    _Look(("=",), r"(?<![\w+/=])[A-Za-z0-9+/]{15,}={1,2}(?![\w+/=])", MASK),
    # People's addresses.
    _Look(("@", "%40"), r"(?<![\w.+%'-])[\w.+%'-]+(@|%40)[\w-]+(\.[\w-]+)+", r"***\1***"),
)
# Written with blanks, or as addresses write a plus, or long and without one.
_NUMBERS: Final = re.compile(
    r"(\+|%2B)[1-9](?:[ .()/-]{0,2}[0-9]){6,14}(?![0-9])|(?<![\w.-])[0-9]{10,12}(?![\w-])", re.IGNORECASE
)


class Masking:
    """Masks log entries: every text in them, however deep, tracebacks and what others say included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first: one may be a part of another.
        known = sorted(set(secrets), key=len, reverse=True)
        self._known = re.compile("|".join(map(_exactly, known))) if known else None
        self._of_short = lru_cache(_REMEMBERED)(self._masked)

    def of_entry(self, _logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
        """Mask an entry; whatever is no plain value becomes the masked text of itself."""
        return {
            self.of_text(name): value if name in _PLAIN else self.of_value(value)
            for name, value in entry.items()
        }

    def of_value(self, value: object) -> object:
        """Mask every text in a value."""
        match value:
            case None | bool() | float():
                return value
            case int():
                # As a number may be written, somebody's number is.
                return self.of_text(str(value)) if value in _LONG else value
            case str():
                return self.of_text(value)
            case dict():
                return {self.of_text(str(name)): self.of_value(each) for name, each in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.of_value(each) for each in value]
            case _:
                return self.of_text(_text_of(value))

    def of_text(self, text: str) -> str:
        """Mask a text."""
        return self._of_short(text) if len(text) <= _SHORT else self._masked(text)

    def _masked(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(MASK, text)
        if _ID.fullmatch(text):
            return text
        for look in _PATTERNS:
            text = look.masked(text)
        if _DIGIT.search(text):
            return masking_numbers(_NUMBERS.sub(lambda found: masked(found[0]), text))
        return text


def _exactly(secret: str) -> str:
    """A short one may be a part of a usual word, and is masked where it stands by itself."""
    return rf"(?<!\w){re.escape(secret)}(?!\w)"


def _text_of(value: object) -> str:
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - a log must not fail for what cannot describe itself
        return f"<{type(value).__name__}: {type(error).__name__}>"
