"""Whether a value looks like an e-mail address, a name or an address at all, by its form alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, assert_never

from openphone_crm.extraction.form_words import COMMON_WORDS, NUMBERS, STATES, STREETS
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.spelling import words

# RFC 5322, 3.2.3; beyond ASCII RFC 6531 takes everything, and its characters are looked at one by one.
_ATOM: Final = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~\u0080-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_PUNYCODE: Final = "xn--"
_LONGEST_LOCAL: Final = 64
_LONGEST_LABEL: Final = 63
_LONGEST_DOMAIN: Final = 253
_LONGEST_EMAIL: Final = 254
# Ends of domains that nobody on the internet has (RFC 6761, 6762 and 7686).
_NOWHERE: Final = frozenset(("arpa", "invalid", "local", "localhost", "onion", "test"))
_LINK = re.compile(
    r"\bwww\b|\bhttps?\b|[^\W_]{2,}\.(?:com|net|org|info|biz|edu|gov|io|co|us|mx|es)\b", re.IGNORECASE
)
_SCHEME = re.compile(r"[^\W_]:\S")
_ZIP = re.compile(r"\d{5}")
_BOXES: Final = frozenset(("box", "apartado"))


def has_form(topic: Topic, value: str) -> bool:
    """
    Whether the value looks like one of its topic; a note may look like anything.

    >>> has_form(Topic.NAME, "the"), has_form(Topic.ADDRESS, "roof please")
    (False, False)
    """
    match topic:
        case Topic.NAME:
            return is_name(value)
        case Topic.EMAIL:
            return is_email(value)
        case Topic.ADDRESS:
            return is_address(value)
        case Topic.CALLBACK | Topic.FACT:
            return True
        case _:
            assert_never(topic)


def is_email(text: str) -> bool:
    """
    Whether the text has the form of an e-mail address that somebody on the internet may have.

    >>> is_email("a.b+c@mail.example.co.uk"), is_email("a..b@example.com"), is_email("a@-example.com")
    (True, False, False)
    """
    local, _, domain = text.rpartition("@")
    return (
        _LOCAL.fullmatch(local) is not None
        and _is_seen(local)
        and len(local.encode()) <= _LONGEST_LOCAL
        and _is_domain(domain)
        and len(f"{local}@{_in_ascii(domain)}".encode()) <= _LONGEST_EMAIL
    )


def is_name(text: str) -> bool:
    """
    Whether one word at least may be somebody's name, and none is a link.

    >>> is_name("Ann"), is_name("and the"), is_name("visit www.example.com")
    (True, False, False)
    """
    return _LINK.search(text) is None and any(word not in COMMON_WORDS for word in words(text))


def is_address(text: str) -> bool:
    """
    Whether the text holds a number, and a word that makes a street of it, a state, a ZIP code or a box.

    >>> is_address("12 Oak St"), is_address("742 Evergreen, Tacoma WA"), is_address("javascript:alert(1)")
    (True, True, False)
    """
    said = words(text)
    numbers = [word for word in said if word in NUMBERS or any(map(str.isdecimal, word))]
    if not numbers or _SCHEME.search(text) or _LINK.search(text):
        return False
    is_in_a_street = any(word in STREETS or word in _BOXES for word in said)
    # "742 Evergreen, Tacoma 98402": of two numbers one is that of the house.
    is_in_a_place = said[-1] in STATES or (len(numbers) > 1 and any(map(_ZIP.fullmatch, said[1:])))
    return is_in_a_street or (is_in_a_place and len(said) > len(numbers))


def _is_domain(domain: str) -> bool:
    """Whether these are the labels of a host, the last one a country's or another that there can be."""
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(map(_is_label, labels))
        and len(_in_ascii(domain)) <= _LONGEST_DOMAIN
        and labels[-1].lower() not in _NOWHERE
        # No country's or other end of a domain is a number.
        and _in_ascii(domain)[-1].isalpha()
    )


def _is_label(label: str) -> bool:
    is_of_letters = all(each == "-" or unicodedata.category(each)[0] in "LNM" for each in label)
    if not label or not is_of_letters or label[0] == "-" or label[-1] == "-":
        return False
    # Two hyphens there are a mark of how the rest is written (RFC 5891, 4.2.3.1).
    is_marked = label[2:4] == "--" and not label.lower().startswith(_PUNYCODE)
    is_begun = unicodedata.category(label[0])[0] != "M"
    return is_begun and not is_marked and len(_in_ascii(label)) <= _LONGEST_LABEL


def _in_ascii(domain: str) -> str:
    """The domain as it is sent: labels beyond ASCII in punycode."""
    labels = domain.split(".")
    return ".".join(
        label if label.isascii() else _PUNYCODE + label.lower().encode("punycode").decode("ascii")
        for label in labels
    )


def _is_seen(text: str) -> bool:
    """Whether every character is one that is seen, and the first does not hang upon what is before it."""
    kinds = [unicodedata.category(character)[0] for character in text]
    return all(kind not in "CZ" for kind in kinds) and kinds[0] != "M"
