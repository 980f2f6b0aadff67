"""From what Gemini answered to a reading: nothing of it is trusted, not even its form."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

import attrs
import orjson

from openphone_crm.errors import UnavailableError
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, Topic, Usage
from openphone_crm.texts import storable

from .refusals import GEMINI

_FINISHED: Final = "STOP"
_CUT: Final = "MAX_TOKENS"
_TOPICS: Final = {topic.value: topic for topic in Topic}


@attrs.frozen(kw_only=True)
class Answer:
    """
    What came back, in the words of the API, whichever package brought it.

    `finish_reason` is None where there is no candidate, `block_reason` where the prompt was not blocked,
    `usage` where it was not told.
    """

    text: str = ""
    finish_reason: str | None = None
    block_reason: str | None = None
    usage: Usage | None = None


class _OtherFormError(Exception):
    """The answer is not of the form that was asked for."""


def reading_of(answer: Answer, asked: Collection[str]) -> Reading:
    """
    Read the answer about the texts of these ids; what it says about others is dropped.

    Raises:
        UnavailableError: When it says nothing at all, which Gemini never does.
    """
    if answer == Answer():
        raise UnavailableError(GEMINI, "what answers is not its API")
    outcome = _outcome(answer)
    if outcome is not ReadingOutcome.READ:
        return Reading(outcome=outcome, usage=answer.usage)
    try:
        findings = _findings(answer.text, asked)
    except _OtherFormError:
        return Reading(outcome=ReadingOutcome.UNREADABLE, usage=answer.usage)
    return Reading(outcome=ReadingOutcome.READ, findings=findings, usage=answer.usage)


def _outcome(answer: Answer) -> ReadingOutcome:
    match answer:
        case Answer(block_reason=str()):
            return ReadingOutcome.BLOCKED
        case Answer(finish_reason=None):
            return ReadingOutcome.UNREADABLE
        case Answer(finish_reason=str(reason)) if reason == _FINISHED:
            return ReadingOutcome.READ
        case Answer(finish_reason=str(reason)) if reason == _CUT:
            return ReadingOutcome.TRUNCATED
        case _:
            # Safety, recitation, a blocklist ...: each new version knows more of them.
            return ReadingOutcome.BLOCKED


def _findings(text: str, asked: Collection[str]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for entry in _list(_parsed(text), "texts"):
        # In the form of every entry is believed or none: the ids are looked at afterwards.
        findings = tuple(_known(_list(entry, "findings")))
        name = entry.get("id")
        # It may be anything: who looks up a list gets an error.
        if isinstance(name, str) and name in asked:
            found[name] = found.get(name, ()) + findings
    return found


def _known(entries: list[Any]) -> Iterator[Finding]:
    for entry in entries:
        match entry:
            case {"topic": str(topic), "value": str(value), "quote": str(quote)}:
                if topic in _TOPICS:
                    yield Finding(topic=_TOPICS[topic], value=storable(value), quote=storable(quote))
            case _:
                raise _OtherFormError


def _parsed(text: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _OtherFormError from error


def _list(document: object, name: str) -> list[Any]:
    match document:
        case dict() if isinstance(entries := document.get(name), list):
            return entries
        case _:
            raise _OtherFormError
