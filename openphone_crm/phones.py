"""Who is at the other end: phone numbers, and the senders that have none."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
# Digits, and what people and word processors put between them; marks of direction come with copied text.
_FORMATTED = re.compile(r"[+(\u200e\u202a-\u202c\s]*[0-9][0-9()\s./\u2010-\u2015\u200e\u202a-\u202c-]*")


@lru_cache(maxsize=65_536)
def normalised(text: str, region: str = "US") -> str | None:
    """
    One spelling for one party: E.164 for a phone number, the text itself for any other sender.

    Short codes, names and withheld callers ("Anonymous") stay as they are; text without a letter
    or digit names nobody.

    >>> normalised("(206) 555-0123"), normalised("72975"), normalised("+"), normalised("Anonymous")
    ('+12065550123', '72975', None, 'Anonymous')
    """
    trimmed = text.strip()
    if not any(character.isalnum() for character in trimmed):
        return None
    if _E164.fullmatch(trimmed) or _SHORT_CODE.fullmatch(trimmed):
        return trimmed
    if _FORMATTED.fullmatch(trimmed):
        return _as_e164(trimmed, region) or trimmed
    return trimmed


def digits_of(text: str) -> str | None:
    """
    The digits of a text that is written like a number, or a part of one; None of any other text.

    >>> digits_of("(206) 555"), digits_of("50%")
    ('206555', None)
    """
    if not _FORMATTED.fullmatch(text.strip()):
        return None
    return "".join(filter(str.isdecimal, text))


@lru_cache(maxsize=65_536)
def is_phone_number(party: str) -> bool:
    """
    Whether a party is E.164 and a possible number, and so a person that can be a contact.

    `is_valid_number` would be too strict: most of OpenPhone's own samples fail it.
    """
    if not _E164.fullmatch(party):
        return False
    try:
        return _is_possible(phonenumbers.parse(party))
    except phonenumbers.NumberParseException:
        return False


def _as_e164(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not _is_possible(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_possible(number: phonenumbers.PhoneNumber) -> bool:
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE
