"""Whether a value follows from a quote, and how it is written there: nothing is put into anybody's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, assert_never

from openphone_crm.extraction.quoting import Place, cuts
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.spelling import Word, words, words_in

# As it stands in a line: what comes before and after it is none of its characters.
_EMAIL: Final = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~@-])['*]*([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})"
    r"(?![\w@-]|\.\w)"
)
# Without possessive quantifiers: those of groups are wrong in Python before 3.11.5 (gh-106052). What looks
# ahead at each end sees to it that no part is left out.
_PART = r"[\w.-]+(?![\w.-])"
_HOST = rf"{_PART}(?:\s+(?:dash|hyphen)\s+{_PART})*"
_NO_MORE = r"(?!\s+(?:at|underscore|dot|dash|hyphen)\s)"
_SPOKEN: Final = (
    # Who says "at" says "dot": "I work at example.com" is no address, nor is "me" in "me at ann dot lee at".
    (re.compile(rf"(?i)\s+at\s+(?={_HOST}(?:\s+dot\s+{_HOST})+{_NO_MORE})"), "@"),
    (re.compile(r"(?i)\s+arroba\s+"), "@"),
    (re.compile(r"(?i)\s+(?:dot|punto)\s+"), "."),
    (re.compile(r"(?i)\s+(?:underscore|gui[oó]n\s+bajo)\s+"), "_"),
    (re.compile(r"(?i)\s+(?:dash|hyphen|gui[oó]n)\s+"), "-"),
)
_AROUND: Final = 300
"""So far before and after a quote is looked; no e-mail address is longer (RFC 5321, 4.5.3.1)."""


def follows(topic: Topic, value: str, quote: str) -> bool:
    """
    Whether everything in the value is said in the quote, in the same order.

    >>> follows(Topic.NAME, "Ann Lee", "this is ann lee"), follows(Topic.NAME, "Ann Lee", "this is ann")
    (True, False)
    >>> follows(Topic.EMAIL, "ann@example.com", "it is ann at example dot com")
    True
    """
    return as_said(topic, value, quote=Place(0, len(quote)), text=quote) is not None


def as_said(topic: Topic, value: str, *, quote: Place, text: str) -> str | None:
    """
    The value as it is written in the quote, which stands there in the text; None where it is not.

    A name or an address is given in the text's own characters, but for case and white space. A note is
    what the quote says: what an extractor makes of it in its own words nobody has said.
    """
    match topic:
        case Topic.EMAIL:
            return _email(value.casefold(), quote=quote, text=text)
        case Topic.NAME | Topic.ADDRESS:
            return next(_in_words(value, quote=quote, text=text), None)
        case Topic.CALLBACK | Topic.FACT:
            said = "".join(filter(str.isprintable, " ".join(text[quote.start : quote.end].split())))
            return said if words(said) else None
        case _:
            assert_never(topic)


def _email(address: str, *, quote: Place, text: str) -> str | None:
    """The address, if it is all of one, also seen with what stands around the quote in its lines."""
    before = text[max(quote.start - _AROUND, 0) : quote.start].rpartition("\n")[2]
    passage = text[quote.start : quote.end]
    after = text[quote.end : quote.end + _AROUND].partition("\n")[0]
    is_said = all(address in _emails_in(part) for part in (passage, before + passage + after))
    return address if is_said else None


def _emails_in(text: str) -> set[str]:
    # One blank for many: thousands of them in a row would be gone through from each of them.
    spoken = " ".join(text.split())
    for said, written in _SPOKEN:
        spoken = said.sub(written, spoken)
    return {address.casefold() for each in {text, spoken} for address in _EMAIL.findall(each)}


def _in_words(value: str, *, quote: Place, text: str) -> Iterator[str]:
    """The value, wherever its words follow each other in the quote with nothing in between."""
    passage, wanted = text[quote.start : quote.end], words_in(value)
    parts, said = [word.text for word in wanted], words_in(passage)
    for first in range(len(said) - len(parts) + 1 if parts else 0):
        found = said[first : first + len(parts)]
        if [word.text for word in found] == parts:
            start, end = _with_signs(value, wanted, passage=passage, found=found)
            if not cuts(text, Place(quote.start + start, quote.start + end)):
                yield _in_case(value, passage[start:end])


def _with_signs(
    value: str, wanted: tuple[Word, ...], *, passage: str, found: tuple[Word, ...]
) -> tuple[int, int]:
    """From where to where it is said: with the signs at its ends where the passage has them too ("Jr.")."""
    before, after = value[: wanted[0].start], value[wanted[-1].end :]
    start, end = found[0].start, found[-1].end
    if passage.endswith(before, 0, start):
        start -= len(before)
    if passage.startswith(after, end):
        end += len(after)
    return start, end


def _in_case(value: str, said: str) -> str:
    """What is said, in the value's own case where nothing else tells them apart."""
    said = " ".join(said.split())
    return value if value.lower() == said.lower() else said
