"""Finding a person in what was received: by number, however it is written, and by OpenPhone's ids."""

from __future__ import annotations

import json
import re
from typing import Final

import attrs
import phonenumbers

from openphone_crm.errors import BodyError
from openphone_crm.jsontext import parse_object

_NOT_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
# What people and word processors put between the digits of one number; never what separates JSON's values.
_BETWEEN: Final = r'[^0-9A-Za-z"\\{}\[\],:]{0,4}'
_WORD: Final = re.compile(rb"[0-9A-Za-z_-]{3,}")
"""What nearly all ids are; a shorter one, or one of other signs, is looked for in quotes."""
_CONTACT_PREFIX: Final = b"CT"
_FEWEST_DIGITS: Final = 7
"""A number of fewer digits is found only with its country code: too much else is written like it."""


@attrs.frozen
class _Written:
    """A number as it may be written: its digits in a row, and with anything between them."""

    digits: bytes
    pattern: re.Pattern[str]

    def is_in(self, text: bytes) -> bool:
        # Hardly any text has these digits in a row: the costly look is for those that have.
        if self.digits not in text.translate(None, _NOT_DIGITS):
            return False
        return self.pattern.search(text.decode("utf-8", "replace")) is not None


@attrs.frozen
class Traces:
    """
    What a person leaves in texts: numbers in E.164, and OpenPhone ids.

    >>> traces = Traces(frozenset({"+12065550123"}), frozenset({"ACx1"}))
    >>> traces.found_in(b'{"text": "call (206) 555-0123"}'), traces.found_in(b'{"id": "ACx12"}')
    (True, False)
    """

    numbers: frozenset[str]
    ids: frozenset[str]
    _written: tuple[_Written, ...] = attrs.field(init=False, repr=False)
    _words: frozenset[bytes] = attrs.field(init=False, repr=False)
    _quoted: tuple[bytes, ...] = attrs.field(init=False, repr=False)
    _long_words: re.Pattern[bytes] = attrs.field(init=False, repr=False)

    @_written.default
    def _all_written(self) -> tuple[_Written, ...]:
        return tuple(map(_written, sorted(self.numbers)))

    @_words.default
    def _all_words(self) -> frozenset[bytes]:
        return frozenset(filter(_WORD.fullmatch, map(str.encode, self.ids)))

    @_quoted.default
    def _all_quoted(self) -> tuple[bytes, ...]:
        """The ids that are no words: anything may be sent as an id."""
        odd = (one for one in self.ids if one.encode() not in self._words)
        return tuple(json.dumps(one, ensure_ascii=False).encode() for one in odd)

    @_long_words.default
    def _no_shorter_words(self) -> re.Pattern[bytes]:
        """Words that are long enough to be one of the ids: most words of a text are not."""
        return re.compile(rb"[0-9A-Za-z_-]{%d,}" % min(map(len, self._words), default=3))

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.numbers or self.ids)

    def found_in(self, text: bytes) -> bool:
        """Whether a number or an id is in it."""
        plain = _unescaped(text)
        return any(one.is_in(plain) for one in self._written) or self._names_an_id(plain)

    def _names_an_id(self, text: bytes) -> bool:
        words = set(self._long_words.findall(text))
        words.update([word[len(_CONTACT_PREFIX) :] for word in words if word.startswith(_CONTACT_PREFIX)])
        return not self._words.isdisjoint(words) or any(one in text for one in self._quoted)


def _written(number: str) -> _Written:
    """
    A number as it may be written: with or without its country code, and with signs between its digits.

    >>> written = _written("+4915123456789")
    >>> written.is_in(b"0151 / 234 567-89"), written.is_in(b"20151234567890")
    (True, False)
    """
    parsed = phonenumbers.parse(number)
    country, digits = str(parsed.country_code), phonenumbers.national_significant_number(parsed)
    before = f"(?:(?:00|011)?{_BETWEEN}{country}{_BETWEEN})?(?:0{_BETWEEN})?"
    if len(digits) < _FEWEST_DIGITS:
        before, digits = "", country + digits
    pattern = rf"(?<![0-9A-Za-z]){before}{_BETWEEN.join(digits)}(?![0-9])"
    return _Written(digits.encode(), re.compile(pattern))


def _unescaped(text: bytes) -> bytes:
    r"""The JSON with `\u002b` written as what it stands for; any other text as it is."""
    if rb"\u" not in text:
        return text
    try:
        return json.dumps(parse_object(text), ensure_ascii=False).encode("utf-8", "replace")
    except BodyError:
        return text
