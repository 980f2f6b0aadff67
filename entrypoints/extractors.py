"""Which extractor reads: Gemini with a key, patterns without; each is loaded only where it is used."""

from __future__ import annotations

from typing import Final

from adapters.gemini_extractor import GenaiExtractor, GenerativeAiExtractor, preload
from entrypoints.settings import NOT_SET, Settings
from openphone_crm.errors import SettingsError
from openphone_crm.ports.extractor import Extractor

GEMINI_API_KEY: Final = "GEMINI_API_KEY"
PATTERN: Final = "pattern"

_GEMINI: Final = {"google-genai": GenaiExtractor, "google-generativeai": GenerativeAiExtractor}

EXTRACTORS: Final = (PATTERN, *_GEMINI)
"""What an extractor can be called."""


def chosen_extractor(settings: Settings) -> str:
    """Name the extractor that the settings ask for."""
    return settings.gemini_sdk if settings.gemini_api_key else PATTERN


def extractor_for(settings: Settings, *, name: str | None = None) -> Extractor:
    """
    Make the extractor that the settings ask for, or the one of that name.

    Raises:
        SettingsError: When Gemini is asked for, and there is no key.
    """
    chosen = name or chosen_extractor(settings)
    if chosen == PATTERN:
        from adapters.pattern_extractor import PatternExtractor  # noqa: PLC0415 - it loads three packages

        return PatternExtractor()
    if settings.gemini_api_key is None:
        raise SettingsError(GEMINI_API_KEY, NOT_SET)
    return _GEMINI[chosen](settings.gemini_api_key, model=settings.gemini_model, url=settings.gemini_api_url)


def preload_extractor(settings: Settings) -> None:
    """
    Import what the extractor of the settings needs: two seconds for Gemini, half a second for patterns.

    Called once in the process that forks the workers, so that each has it and none waits with its first text.
    """
    chosen = chosen_extractor(settings)
    if chosen == PATTERN:
        import adapters.pattern_extractor  # noqa: F401, PLC0415 - it loads three packages
    else:
        preload(chosen)
