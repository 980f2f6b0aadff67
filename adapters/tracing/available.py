"""Whether the packages are there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

_NEEDED: Final = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")


def is_available() -> bool:
    """Tell whether traces can be sent from here; nothing of it is loaded."""
    try:
        return all(find_spec(name) is not None for name in _NEEDED)
    except ModuleNotFoundError:
        return False
