"""Whether two values of a field say the same, in whatever spelling; nothing is ever corrected."""

from __future__ import annotations

from collections.abc import Callable
from itertools import dropwhile

from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.spelling import words

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "sra", "srta"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd"))
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
}
# Of these only at the end and before a ZIP code: Florida is one where Fl 3 is a floor.
_STATES = {"washington": "wa", "california": "ca", "texas": "tx", "florida": "fl", "oregon": "or"}
_COUNTRIES = (("united", "states", "of", "america"), ("united", "states"), ("u", "s", "a"), ("usa",), ("us",))
_ZIP_DIGITS = 5


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
    """
    The parts of a name in the order they are spoken; a title before it says nothing.

    "Lee, Ann" is Ann Lee; "Lee, Jr." and "Lee, Sr." are two people.
    """
    last, comma, first = name.partition(",")
    is_turned = comma and not _SUFFIXES.issuperset(words(first))
    spoken = words(f"{first} {last}") if is_turned else words(name)
    untitled = tuple(dropwhile(_TITLES.__contains__, spoken))
    return untitled or spoken


def _email_key(address: str) -> tuple[str, ...]:
    """
    The address without case.

    Strictly the part before the @ may tell cases apart; no provider that people use does (RFC 5321, 2.4).
    """
    return (address.strip().casefold().removeprefix("mailto:"),)


def _address_key(address: str) -> tuple[str, ...]:
    """The words of an address in their usual abbreviations, without the country at its end."""
    usual = tuple(_ABBREVIATIONS.get(word, word) for word in words(address))
    for country in _COUNTRIES:
        if len(usual) > len(country) and usual[-len(country) :] == country:
            usual = usual[: -len(country)]
            break
    following = (*usual[1:], "")
    return tuple(
        _STATES.get(word, word) if not after or _is_zip(after) else word
        for word, after in zip(usual, following, strict=False)
    )


def _is_zip(word: str) -> bool:
    return len(word) == _ZIP_DIGITS and word.isdecimal()
