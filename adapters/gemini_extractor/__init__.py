"""
Gemini as the extractor, through either of Google's two packages.

Either takes two seconds to be imported, which happens at the first text. Where workers are forked, call
`preload` before: the modules are then there in each of them. An extractor itself is made after the fork, as
it holds connections.
"""

from __future__ import annotations

from .asking import known_model
from .extractor import DEFAULT_MODEL, LIMIT_S, GeminiExtractor
from .packages import GenaiExtractor, GenerativeAiExtractor, preload
from .prompt import MOST_OUTPUT_TOKENS

__all__ = [
    "DEFAULT_MODEL",
    "LIMIT_S",
    "MOST_OUTPUT_TOKENS",
    "GeminiExtractor",
    "GenaiExtractor",
    "GenerativeAiExtractor",
    "known_model",
    "preload",
]
