"""E-mail addresses, written or spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs
from email_validator import EmailNotValidError, validate_email

from openphone_crm.extraction.readings import Finding, Topic

from .lines import Lines

_WRITTEN = re.compile(
    r"(?<![\w.%+@/\x00-\x08\x0e-\x1f\x7f-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@-])"
)
_SPOKEN = re.compile(
    r"(?<![\w'\u2019])(?P<local>[a-z0-9]+"
    r"(?:\s+(?:dot|punto|underscore|gui[oó]n bajo|dash|hyphen|gui[oó]n)\s+[a-z0-9]+){0,4})"
    r"\s+(?:at|arroba)\s+"
    r"(?P<domain>[a-z0-9-]+(?:\s+(?:dot|punto)\s+[a-z0-9-]+){0,2}\s+(?:dot|punto)\s+"
    r"(?:com|net|org|edu|gov|us|info|biz|mx|es))\b",
    re.IGNORECASE,
)
# "Look at example dot com" is no address: it must have a dot of its own, or somebody must have spoken of one.
_MENTIONED = re.compile(
    r"\b(?:e-?mails?|mail|correo|arroba|write|send|reach)\b|\b(?:it['\u2019]?s|it is|es) $", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:(?:my|mi|our|nuestro)\s+(?:\w+\s+)?(?:e-?mail|mail|correo)\b[^.!?]{0,30}"
    r"|mine is |(?:el )?m[ií]o es )$",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:old|wrong|not|isn['\u2019]?t|no longer|instead of|used to be|don['\u2019]?t use"
    r"|viejo|antiguo|ya no|no es)\b[^.!?,;]{0,30}$",
    re.IGNORECASE,
)
# "My husband's email is": nobody is known by the address of another.
_OF_ANOTHER = re.compile(
    r"(?:\b\w+['\u2019]s|\bhis|\bher|\btheir) +(?:\w+ +)?(?:e-?mail|mail)\b[^.!?,;]{0,30}$"
    r"|\b(?:e-?mail|mail|correo)(?: \w+)? (?:of|de|del) (?:my|mi|his|her|su)\b[^.!?,;]{0,40}$",
    re.IGNORECASE,
)
_SIGNS: Final = {
    "dot": ".",
    "punto": ".",
    "underscore": "_",
    "guion bajo": "_",
    "guión bajo": "_",
    "dash": "-",
    "hyphen": "-",
    "guion": "-",
    "guión": "-",
}
_SIGN = re.compile(rf"\s+({'|'.join(sorted(_SIGNS, key=len, reverse=True))})\s+", re.IGNORECASE)
_NO_LOCAL_PART: Final = frozenset(
    {"us", "me", "it", "him", "her", "them", "you", "look", "is", "are", "here", "home", "works", "a", "the"}
)
_OFFICE_NAMES: Final = (
    "admin billing contact do-not-reply donotreply help hello info invoice invoices jobs mailer-daemon"
    " no-reply noreply notifications office orders postmaster sales service support ventas"
)
_OFFICES: Final = frozenset(_OFFICE_NAMES.split())
"""Behind these there is no person, unless somebody says that the address is his."""
_AROUND: Final = 60


@attrs.frozen
class _Address:
    text: str
    quote: str
    is_own: bool


def emails(lines: Lines) -> Iterator[Finding]:
    """Find the address, as often as it is told, but no address of others."""
    found = [address for line in lines.certain for address in _addresses(line)]
    # Of several nobody can tell which is theirs, unless they say so of one.
    if lines.is_by_one and len({address.text.lower() for address in found}) > 1:
        own = [address for address in found if address.is_own]
        found = own if len({address.text.lower() for address in own}) == 1 else []
    for address in found:
        yield Finding(topic=Topic.EMAIL, value=address.text, quote=address.quote)


def _addresses(line: str) -> Iterator[_Address]:
    for match in _WRITTEN.finditer(line):
        yield from _address(line, match, match[0])
    for match in _SPOKEN.finditer(line):
        if _is_meant(line, match):
            yield from _address(line, match, f"{_joined(match['local'])}@{_joined(match['domain'])}".lower())


def _address(line: str, match: re.Match[str], text: str) -> Iterator[_Address]:
    before = line[max(match.start() - _AROUND, 0) : match.start()]
    is_own = _OWN.search(before) is not None
    is_office = text.partition("@")[0].lower() in _OFFICES and not is_own
    if is_office or _TAKEN_BACK.search(before) or _OF_ANOTHER.search(before):
        return
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return
    yield _Address(text, match[0], is_own)


def _is_meant(line: str, match: re.Match[str]) -> bool:
    if match["local"].lower() in _NO_LOCAL_PART:
        return False
    before = line[max(match.start() - _AROUND, 0) : match.start()]
    after = line[match.end() : match.end() + _AROUND]
    return " " in match["local"] or any(map(_MENTIONED.search, (before, match[0], after)))


def _joined(spoken: str) -> str:
    return _SIGN.sub(lambda sign: _SIGNS[sign[1].lower()], spoken)
