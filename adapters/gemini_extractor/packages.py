"""The two packages of Google's, each loaded only when it is used."""

from __future__ import annotations

import importlib
from typing import Final

from .extractor import Access, GeminiClient, GeminiExtractor

GENAI: Final = "google-genai"
GENERATIVEAI: Final = "google-generativeai"

_CLIENTS: Final = {GENAI: ".genai_client", GENERATIVEAI: ".generativeai_client"}


class GenaiExtractor(GeminiExtractor):
    """Reads through google-genai, the package that Google maintains."""

    @property
    def name(self) -> str:
        """The package, as the settings name it."""
        return GENAI

    def _open(self, access: Access) -> GeminiClient:
        from .genai_client import GenaiClient  # noqa: PLC0415 - it loads the package

        return GenaiClient(access)


class GenerativeAiExtractor(GeminiExtractor):
    """Reads through google-generativeai, whose support ended on 2025-11-30."""

    @property
    def name(self) -> str:
        """The package, as the settings name it."""
        return GENERATIVEAI

    def _open(self, access: Access) -> GeminiClient:
        from .generativeai_client import GenerativeAiClient  # noqa: PLC0415 - it loads the package

        return GenerativeAiClient(access)


def preload(package: str) -> None:
    """Import what the extractor of that package needs, before workers are forked; nothing is opened."""
    importlib.import_module(_CLIENTS[package], __package__)
