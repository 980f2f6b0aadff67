"""Postal addresses, as they are written in the United States."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs
import usaddress  # type: ignore[import-untyped] # there are none

from openphone_crm.extraction.readings import Finding, Topic

from .lines import Lines
from .states import STATES, STATES_LIKE_WORDS, STREETS
from .words import NO_NAMES

_STATE: Final = rf"(?:{'|'.join(STATES)}|(?-i:{'|'.join(STATES_LIKE_WORDS)}))"
_DIRECTION: Final = r"(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West|Northeast|Northwest|Southeast|Southwest)"
# "Avenue se tapó el drenaje": in the middle of a sentence, and without capitals, it is Spanish.
_DIRECTION_BEHIND: Final = rf"(?!(?-i:se)[ ]+[^\W\d_])(?:{_DIRECTION})"
_NUMBER: Final = r"\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?:[ ]1/2)?"
_STREET_WORD: Final = r"(?:\d{1,3}(?:st|nd|rd|th)|[^\W\d_][\w'\u2019-]*)"
_KIND: Final = rf"(?:{'|'.join(STREETS)})"
_HIGHWAY: Final = r"(?:State[ ])?(?:Highway|Hwy|Route|Rte)[ ]\d{1,4}"
_STREET: Final = (
    rf"(?:{_DIRECTION}\.?[ ])?"
    rf"(?:{_HIGHWAY}|(?:{_STREET_WORD}\.?[ ]){{1,4}}?{_KIND}\b(?:[ ]{_KIND}\b)?\.?)"
    rf"(?:[ ]{_DIRECTION_BEHIND}\b)?"
)
_ANY_STREET: Final = rf"{_STREET_WORD}\.?(?:[ ]{_STREET_WORD}\.?){{0,4}}?"
_UNIT: Final = (
    r"(?P<unit>,?[ ]*(?:(?:apt|apto|apartment|unit|suite|ste|bldg|building|floor|lot|space|spc|depto"
    r"|departamento|interior|number|n[uú]mero)\b\.?[ ]*#?[ ]*|\#[ ]*)[A-Za-z0-9-]{1,6}\b)?"
)
_CITY: Final = r"(?-i:(?:(?:St|Ft|Mt)\.?[ ])?[A-Z][\w'\u2019-]*(?:[ ][A-Z][\w'\u2019-]*){0,2})"
_ANY_CITY: Final = r"[^\W\d_][\w'\u2019.-]*(?:[ ][^\W\d_][\w'\u2019-]*){0,2}?"
_ZIP: Final = r"\d{5}(?:-\d{4})?\b"
_STATE_AND_ZIP: Final = rf",?[ \n]+{_STATE}\b\.?(?:,?[ ]+{_ZIP})?|,?[ \n]+{_ZIP}"
_BEGINNING: Final = r"(?<![\w$#.,/:-])"

_WITH_STREET = re.compile(
    rf"{_BEGINNING}(?P<street>{_NUMBER}[ ]{_STREET}{_UNIT})"
    rf"(?:(?:,?[ \n]+(?:(?:in|en)[ ]+)?(?P<city>{_ANY_CITY}))?(?P<rest>{_STATE_AND_ZIP})"
    # Without a state a city is told by its capitals.
    rf"|(?:,[ ]*|,?[ ]+(?:in|en)[ ]+|(?<!\.)[ ]+(?={_CITY}[ ]*(?:[.,!?;\n]|$)))(?P<town>{_CITY}))?",
    re.IGNORECASE,
)
_WITH_ZIP = re.compile(
    rf"{_BEGINNING}(?P<street>(?:{_NUMBER}[ ]{_ANY_STREET}|P\.?[ ]?O\.?[ ]?Box[ ]\d{{1,6}}){_UNIT})"
    rf",?[ \n]+(?P<city>{_CITY})(?P<rest>,?[ ]+{_STATE}\b\.?,?[ ]+{_ZIP})",
    re.IGNORECASE,
)
_IN_SPANISH = re.compile(
    rf"\b(?P<street>(?:calle|avenida|avda?\.?|callej[oó]n|calzada|camino)[ ]"
    rf"(?:{_STREET_WORD}[ ]){{1,4}}(?:\#|no\.?[ ])?\d{{1,6}}\b{_UNIT})"
    rf"(?:,[ ]*(?P<town>{_CITY}))?(?P<rest>,?[ ]+{_STATE}\b(?:,?[ ]+{_ZIP})?)?",
    re.IGNORECASE,
)
_CITY_LINE = re.compile(rf"{_CITY},?[ ]+(?-i:[A-Z]{{2}})\b\.?(?:,?[ ]+{_ZIP})?")
_OWN = re.compile(
    r"\b(?:i['\u2019]?m|i am|we['\u2019]?re|we are|i live|we live|house is|place is|come to|come (?:by|over)"
    r"|come (?:by|over) to|address(?: is)?:?|vivo|vivimos|estoy|estamos|direcci[oó]n(?: es)?:?)"
    r"(?: (?:at|in|on|to|over at|en))?[ ]*$",
    re.IGNORECASE,
)
# The places of others, those that were left, and those that are only near.
_ELSEWHERE = re.compile(
    r"\b(?:not|old|former|previous|moved (?:out )?from|used to (?:live|be)|across from|next (?:door )?to|near"
    r"|close to|corner of|neighbou?r(?:['\u2019]?s)?|formerly|instead of|antes|cerca de|vecin[oa]|ya no"
    r"|(?:dad|mom|mother|father|son|daughter|brother|sister|friend|boss) lives|saw your|siguen"
    r"|are you (?:guys |still |located )*(?:at|on|in)|starbucks|is your (?:office|shop|store|place)"
    r"|our (?:office|shop|store|showroom|warehouse)|office is|shop is|come (?:see|visit) us|visit us|located)"
    r"\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
_NO_STREET = re.compile(
    r"\b(?:am|pm|o['\u2019]?clock|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|feet|ft|foot|inch(?:es)?|miles?"
    r"|blocks?|on|at|from|to|for|the|of|and|or|with|my|your|our|in|is|are|was|it|per|by|off|down|up|people|dollars?"
    r"|bucks|visits?|times?|windows?|units?|gallons?|percent|en|con|por|para|del?|los|las|horas|d[ií]as|a[ñn]os)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 60


@attrs.frozen(kw_only=True)
class _Place:
    start: int
    quote: str
    is_own: bool

    @property
    def folded(self) -> str:
        """The letters and digits alone, to compare."""
        return re.sub(r"[\W_]+", "", self.quote).lower()

    def lies_within(self, other: _Place) -> bool:
        """Tell whether it is a piece of the other."""
        end = self.start + len(self.quote)
        return self != other and other.start <= self.start and end <= other.start + len(other.quote)


def addresses(lines: Lines) -> Iterator[Finding]:
    """Find the address, as often as it is told, but no address of others."""
    places = [place for line in _whole(lines) for place in _places(line)]
    # Of several that differ nobody can tell which is theirs, unless they say so of one. In a transcript each
    # may be somebody else's, which is seen by who says it.
    if lines.is_by_one and not _is_one(places):
        own = [place for place in places if place.is_own]
        places = own if _is_one(own) else []
    for place in places:
        yield Finding(topic=Topic.ADDRESS, value=" ".join(place.quote.split()), quote=place.quote)


def _whole(lines: Lines) -> Iterator[str]:
    """Walk through the lines; one that is a city goes on with the one before."""
    before: str | None = None
    for line in lines.certain:
        if before is not None and lines.is_by_one and _CITY_LINE.fullmatch(line):
            before = f"{before}\n{line}"
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _places(line: str) -> list[_Place]:
    patterns = (_WITH_ZIP, _WITH_STREET, _IN_SPANISH)
    matches = [match for pattern in patterns for match in pattern.finditer(line)]
    told = [place for match in matches if (place := _place(line, match))]
    return [place for place in dict.fromkeys(told) if not any(place.lies_within(other) for other in told)]


def _is_one(places: list[_Place]) -> bool:
    longest = max((place.folded for place in places), key=len, default="")
    return all(longest.startswith(place.folded) for place in places)


def _place(line: str, match: re.Match[str]) -> _Place | None:
    before = line[max(match.start() - _BEFORE, 0) : match.start()]
    street, city = match["street"], match.groupdict().get("town")
    is_own = _OWN.search(before) is not None
    # "Not the shop, I'm at 12 Oak St"
    told = before.rpartition(",")[2] if is_own else before
    words = street.removesuffix(match["unit"] or "").partition(" ")[2]
    if street[0] == "0" or _NO_STREET.search(words) or _ELSEWHERE.search(told):
        return None
    # "12 Oak St, Thanks"
    is_city = not city or not NO_NAMES.intersection(city.lower().split())
    quote = line[match.start() : match.end() if is_city else match.end("street")].rstrip(" ,.")
    if match.re is not _IN_SPANISH and not _is_tagged(quote):
        return None
    return _Place(start=match.start(), quote=quote, is_own=is_own)


def _is_tagged(address: str) -> bool:
    try:
        parts, kind = usaddress.tag(address)
    except usaddress.RepeatedLabelError:
        return False
    return kind == "PO Box" or (
        kind == "Street Address" and "AddressNumber" in parts and "StreetName" in parts
    )
