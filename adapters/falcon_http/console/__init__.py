"""The console: server-rendered pages over the use cases of the API, and a little JavaScript of our own."""

from __future__ import annotations

from .building import Console, build_console

__all__ = ["Console", "build_console"]
