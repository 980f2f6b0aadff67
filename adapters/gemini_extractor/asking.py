"""Asking Gemini whether it knows a key and a model, which costs nothing."""

from __future__ import annotations

from typing import Final

from openphone_crm.errors import UnavailableError

from .extractor import DEFAULT_MODEL, PUBLIC_URL
from .refusals import ANSWERED, GEMINI, error_for

LIMIT_S: Final = 10.0


def known_model(key: str, *, model: str | None = None, url: str | None = None) -> str:
    """
    Name the model that would read, after Gemini has said that it knows it.

    Raises:
        RateLimitedError: When asked to come back later.
        UnavailableError: When there is no answer in time.
        SettingsError: When the key or the model is refused.
    """
    import httpx2  # noqa: PLC0415 - only who checks needs it

    name = (model or DEFAULT_MODEL).removeprefix("models/")
    try:
        response = httpx2.get(
            f"{url or PUBLIC_URL}/v1beta/models/{name}",
            headers={"x-goog-api-key": key},
            timeout=LIMIT_S,
            follow_redirects=False,
        )
    except httpx2.HTTPError as error:
        raise UnavailableError(GEMINI, type(error).__name__) from None
    if response.status_code != ANSWERED:
        raise error_for(response.status_code, response.headers, response.content)
    return name
