"""From an HTTP status that is no answer to one of our errors; nothing of what was said is repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import orjson

from openphone_crm.errors import CrmError, RateLimitedError, SettingsError, UnavailableError

GEMINI: Final = "Gemini"
ANSWERED: Final = HTTPStatus.OK

_KEY: Final = "GEMINI_API_KEY"
_MODEL: Final = "GEMINI_MODEL"
_SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s?")
_KEY_REASONS = frozenset(
    {"API_KEY_INVALID", "API_KEY_EXPIRED", "API_KEY_SERVICE_BLOCKED", "SERVICE_DISABLED"}
)
_ABOUT_THE_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN})
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, 499})


def error_for(status: int, headers: Mapping[str, str], body: bytes) -> CrmError:
    """Say what a status that is no answer means for whoever asked."""
    details = list(_details(body))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitedError(GEMINI, _retry_after(headers, details))
    if not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        return UnavailableError(GEMINI, f"it answers {status}")
    if status in _ABOUT_THE_KEY or _KEY_REASONS & {str(detail.get("reason")) for detail in details}:
        return SettingsError(_KEY, f"Gemini refuses the key ({status}); make a new one, or allow it this API")
    if status == HTTPStatus.NOT_FOUND:
        return SettingsError(_MODEL, f"Gemini knows no such model ({status}); name one that it offers now")
    return SettingsError(
        _MODEL, f"the model refuses what it is asked ({status}); name one that answers in JSON"
    )


def _retry_after(headers: Mapping[str, str], details: list[dict[str, Any]]) -> float | None:
    told = [_from_header(headers)]
    told += [_seconds(str(detail["retryDelay"])) for detail in details if "retryDelay" in detail]
    # Whoever is told twice waits for the longer.
    return max((wait for wait in told if wait is not None), default=None)


def _from_header(headers: Mapping[str, str]) -> float | None:
    text = {name.lower(): value for name, value in headers.items()}
    if (value := text.get("retry-after")) is None:
        return None
    if (wait := _seconds(value)) is not None:
        return wait
    try:
        # By the clock of whoever wrote it: ours may be another.
        return max((parsedate_to_datetime(value) - parsedate_to_datetime(text["date"])).total_seconds(), 0)
    except (KeyError, ValueError, TypeError):
        return None


def _seconds(text: str) -> float | None:
    match = _SECONDS.fullmatch(text.strip())
    return float(match[1]) if match else None


def _details(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return
    # An error of a stream stands in a list.
    first = document[0] if isinstance(document, list) and document else document
    match first:
        case {"error": {"details": list(details)}}:
            yield from (detail for detail in details if isinstance(detail, dict))
        case _:
            pass
