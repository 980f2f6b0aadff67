"""The API as an OpenAPI document, so that what answers to what is written once for people and programs."""

from __future__ import annotations

from .document import openapi_document

__all__ = ["openapi_document"]
