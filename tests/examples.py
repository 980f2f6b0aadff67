"""How often a property is tried that takes long to try."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

FEW: Final = settings(max_examples=max(settings.default.max_examples // 3, 3) if settings.default else 3)
"""A third of what others get, in the short form as in the long one."""
