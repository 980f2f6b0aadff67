"""What both Gemini extractors share: one prompt, one form of answer, one time limit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial
from threading import Lock
from typing import Final, Protocol

import attrs

from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead

from .answers import Answer, reading_of
from .prompt import PROMPT_VERSION, document_of
from .time_limit import within

DEFAULT_MODEL: Final = "gemini-3.5-flash-lite"
"""The cheapest of the current generation, made for this; gemini-2.5-flash is shut down on 2026-12-01."""

PUBLIC_URL: Final = "https://generativelanguage.googleapis.com"
LIMIT_S: Final = 40.0


@attrs.frozen(kw_only=True)
class Access:
    """Where Gemini is, who asks, and which model; the key is never shown."""

    key: str = attrs.field(repr=False)
    model: str
    url: str
    limit_s: float


class GeminiClient(Protocol):
    """One of Google's packages, held to one request."""

    def ask(self, document: str) -> Answer:
        """
        Have the document read; there is one request, and no other try.

        Raises:
            RateLimitedError: When asked to come back later.
            UnavailableError: When it cannot be reached, or what answers is not Gemini.
            UncertainError: When the answer was lost, or did not come in time.
            SettingsError: When the key or the model is refused.
        """
        ...


class GeminiExtractor(ABC):
    """
    Has texts read by Gemini.

    The package is loaded with the first text: it takes two seconds, and most processes never read any.
    """

    def __init__(
        self, key: str, *, model: str | None = None, url: str | None = None, limit_s: float = LIMIT_S
    ) -> None:
        name = (model or DEFAULT_MODEL).removeprefix("models/")
        self._access = Access(key=key, model=name, url=url or PUBLIC_URL, limit_s=limit_s)
        self._lock = Lock()
        self._client: GeminiClient | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """The package, as the settings name it."""

    @property
    def model(self) -> str:
        """The model and the version of the prompt."""
        return f"{self._access.model}/prompt-{PROMPT_VERSION}"

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """
        Have these texts read in one request.

        Raises:
            RateLimitedError: When asked to come back later; tells when, if the answer did.
            UnavailableError: When it cannot be reached, or what answers is not Gemini.
            UncertainError: When the answer was lost, or did not come in time.
            SettingsError: When the key or the model is refused.
        """
        if not texts:
            return Reading(outcome=ReadingOutcome.READ)
        ask = partial(self._opened().ask, document_of(texts))
        return reading_of(within(self._access.limit_s, ask), {text.id for text in texts})

    @abstractmethod
    def _open(self, access: Access) -> GeminiClient:
        """Load the package, and make its client."""

    def _opened(self) -> GeminiClient:
        with self._lock:
            if self._client is None:
                self._client = self._open(self._access)
            return self._client
