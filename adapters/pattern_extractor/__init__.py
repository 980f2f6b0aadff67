"""The extractor that needs no key and no network: patterns, usaddress, nameparser and email-validator."""

from __future__ import annotations

from .extractor import PatternExtractor

__all__ = ["PatternExtractor"]
