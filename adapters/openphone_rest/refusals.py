"""From a status that is no answer to one of our errors; of what was said little is kept, and no number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import attrs

from openphone_crm.errors import (
    BodyError,
    CrmError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
)
from openphone_crm.jsontext import parse_object
from openphone_crm.texts import masking_numbers, one_line, shortened

OPENPHONE: Final = "OpenPhone"
API_KEY: Final = "OPENPHONE_API_KEY"

_NOT_ALLOWED: Final = f"the key ({API_KEY}) or the plan does not allow it"
_SECONDS: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_LONGEST: Final = 80
_MOST_PATHS: Final = 5


@attrs.frozen(kw_only=True)
class Refusal:
    """What OpenPhone says of a request that it does not answer, by whichever API or gateway."""

    status: int
    code: str | None = None
    title: str | None = None
    paths: tuple[str, ...] = ()
    retry_after_s: float | None = None

    @property
    def reason(self) -> str | None:
        """The title, and which parts of the request are meant."""
        return " ".join(filter(None, (self.title, *self.paths))) or None


Meaning: TypeAlias = Callable[[Refusal], CrmError | None]
"""What some refusals mean for one kind of request; None where they mean what they always do."""


def refusal_of(status: int, headers: Mapping[str, str], body: bytes) -> Refusal:
    """Read an answer that is a refusal; whatever else it says may repeat what was asked."""
    document = _document(body)
    match document.get("error"):
        case dict() as gateway:
            title = gateway.get("key")
        case _:
            title = document.get("title")
    return Refusal(
        status=status,
        code=_short(document.get("code")),
        title=_short(title),
        paths=tuple(_paths(document))[:_MOST_PATHS],
        retry_after_s=_retry_after(headers),
    )


def error_of(refusal: Refusal) -> CrmError:
    """Say what a refusal means for whoever asked."""
    status = refusal.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitedError(OPENPHONE, refusal.retry_after_s)
    if status == HTTPStatus.TOO_EARLY:
        return UnavailableError(OPENPHONE, f"it answers {status}")
    if status == HTTPStatus.UNAUTHORIZED:
        return SettingsError(API_KEY, "OpenPhone refuses the key (401); make a new one in its settings")
    if status == HTTPStatus.FORBIDDEN:
        # Not a word against the key: it is taken, and much else is answered.
        reason = ", ".join(filter(None, (refusal.reason, _NOT_ALLOWED)))
        return RefusedError(what=OPENPHONE, status=status, code=refusal.code, reason=reason)
    if status == HTTPStatus.NOT_FOUND:
        return NotFoundError("resource", "that was asked for")
    return RefusedError(what=OPENPHONE, status=status, code=refusal.code, reason=refusal.reason)


def is_our_bug(error: CrmError) -> bool:
    """Whether somebody here has to look at it: a request that OpenPhone does not understand."""
    return type(error) is RefusedError and not error.is_forbidden


def _document(body: bytes) -> Mapping[str, Any]:
    try:
        return parse_object(body)
    except BodyError:
        return {}


def _short(value: object) -> str | None:
    """Something that they say, fit for a log: on one line, and without a number that it might repeat."""
    if not isinstance(value, str) or not value.strip():
        return None
    return shortened(masking_numbers(one_line(value)), _LONGEST)


def _paths(document: Mapping[str, Any]) -> Iterator[str]:
    match document.get("errors"):
        case list(errors):
            for error in errors:
                if isinstance(error, dict) and (path := _short(error.get("path"))):
                    yield path
        case _:
            pass


def _retry_after(headers: Mapping[str, str]) -> float | None:
    text = {name.lower(): value.strip() for name, value in headers.items()}
    if (value := text.get("retry-after")) is None:
        return None
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        # By the clock of whoever wrote it: ours may be another.
        return max((parsedate_to_datetime(value) - parsedate_to_datetime(text["date"])).total_seconds(), 0)
    except (KeyError, ValueError, TypeError):
        return None
