"""Where files come from: HTTP, with nothing believed of what a url, a redirect or a name server says."""

from __future__ import annotations

from .deadline import TimeLimits
from .source import HttpMediaSource

__all__ = ["HttpMediaSource", "TimeLimits"]
