"""The HTTP shell of the fake Gemini, for the demo and the tests."""

from __future__ import annotations

from .server import GeminiServer

__all__ = ["GeminiServer"]
