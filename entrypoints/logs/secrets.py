"""Which texts of the settings are secrets, in every spelling in which they may come up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from entrypoints.settings import Settings
from openphone_crm.webhooks.keys import STANDARD_PREFIX

SHORTEST: Final = 4
"""What is shorter is no secret, and would be masked wherever it happens to stand."""
_SHORTEST_IN_A_PATH: Final = 8
"""Some services have their token in the path of an address, beside words that are no secret."""

_BETWEEN: Final = re.compile(r"[\s,]+")


def secrets_of(settings: Settings) -> frozenset[str]:
    """Name every text that must not be seen."""
    spelled = (spelling for secret in _given(settings) for spelling in _spellings(secret))
    return frozenset(text for text in spelled if len(text) >= SHORTEST)


def _given(settings: Settings) -> Iterator[str]:
    for word in _BETWEEN.split(settings.webhook_keys):
        yield word
        yield word.removeprefix(STANDARD_PREFIX)
    for secret in (settings.openphone_api_key, settings.gemini_api_key, settings.metrics_token):
        yield secret or ""
    for url in (settings.database_url, settings.redis_url, settings.storage_url, settings.otlp_endpoint):
        yield _password(url or "")
    for url in (*settings.alert_urls, *settings.notify_urls):
        yield url
        yield from _parts(url)


def _password(url: str) -> str:
    return _credentials(url).partition(":")[2]


def _credentials(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[0]


def _parts(url: str) -> Iterator[str]:
    """Whatever in an address may be a password or a token: who can tell for a hundred services."""
    split = urlsplit(url)
    yield from _credentials(url).split(":")
    words = [split.netloc.rpartition("@")[2], *split.path.split("/"), *re.split(r"[=&]", split.query)]
    yield from (word for word in words if len(word) >= _SHORTEST_IN_A_PATH and not _is_host(word))


def _is_host(word: str) -> bool:
    """Whether it is the name or address of a host: without it, nobody could tell which service is away."""
    return re.fullmatch(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?|localhost(:[0-9]+)?", word) is not None


def _spellings(secret: str) -> Iterator[str]:
    yield secret
    yield unquote(secret)
    yield quote(secret, safe="")
    yield quote_plus(secret)
    # As a traceback or a dictionary shows it.
    yield repr(secret)[1:-1]
