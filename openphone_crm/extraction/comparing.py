"""Whether two values of a field say the same, in whatever spelling; nothing is ever corrected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from openphone_crm.extraction.readings import Topic

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "sra", "srta", "don", "dona"))
# What people write in two ways; Publication 28 of the United States Postal Service has them all.
_ABBREVIATIONS = {
    "street": "st",
    "avenue": "ave",
    "av": "ave",
    "boulevard": "blvd",
    "drive": "dr",
    "road": "rd",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "square": "sq",
    "terrace": "ter",
    "parkway": "pkwy",
    "highway": "hwy",
    "circle": "cir",
    "trail": "trl",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "apartment": "apt",
    "suite": "ste",
    "number": "no",
    "building": "bldg",
    "floor": "fl",
    "washington": "wa",
    "california": "ca",
    "texas": "tx",
    "florida": "fl",
    "oregon": "or",
    "york": "york",
}
_COUNTRY = frozenset(("usa", "us", "united", "states", "america"))


def same(topic: Topic, one: str, other: str) -> bool:
    """
    Whether two values of a topic say the same.

    >>> same(Topic.NAME, "ann  LEE", "Ann Lee"), same(Topic.NAME, "Ann", "Ann Lee")
    (True, False)
    >>> same(Topic.ADDRESS, "12 Oak Street, Tacoma, WA", "12 oak st tacoma wa")
    True
    """
    return _key(topic)(one) == _key(topic)(other)


def completes(topic: Topic, old: str, new: str) -> bool:
    """
    Whether the new value says what the old one says, and more.

    >>> completes(Topic.NAME, "Ann", "Ann Lee"), completes(Topic.NAME, "Ann Lee", "Ann")
    (True, False)
    """
    if topic is Topic.EMAIL:
        return False
    parts, more = _key(topic)(old), iter(_key(topic)(new))
    # In their order: Lee Ann is not more of Ann Lee.
    return len(parts) < len(_key(topic)(new)) and all(part in more for part in parts)


def words(text: str) -> tuple[str, ...]:
    """
    The words of a text as they are compared: without case, accents and punctuation.

    >>> words("Señora O\u2019Neil, 12-B")
    ('senora', "o'neil", '12', 'b')
    """
    return tuple(_WORD.findall(_folded(text)))


def _key(topic: Topic) -> Callable[[str], tuple[str, ...]]:
    match topic:
        case Topic.NAME:
            return _name_key
        case Topic.EMAIL:
            return _email_key
        case Topic.ADDRESS:
            return _address_key
        case Topic.CALLBACK | Topic.FACT:
            return words


def _name_key(name: str) -> tuple[str, ...]:
    """The parts of a name in the order they are spoken; "Lee, Ann" is Ann Lee, and a title says nothing."""
    last, comma, first = name.partition(",")
    spoken = words(f"{first} {last}") if comma and first.strip() else words(name)
    return tuple(part for part in spoken if part not in _TITLES) or spoken


def _email_key(address: str) -> tuple[str, ...]:
    """
    The address without case.

    Strictly the part before the @ may tell cases apart; no provider that people use does (RFC 5321, 2.4).
    """
    return (address.strip().casefold().removeprefix("mailto:"),)


def _address_key(address: str) -> tuple[str, ...]:
    """The words of an address in their usual abbreviations, without the country."""
    usual = (_ABBREVIATIONS.get(word, word) for word in words(address))
    return tuple(word for word in usual if word not in _COUNTRY)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
