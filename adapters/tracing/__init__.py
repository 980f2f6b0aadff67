"""Sending traces, by OpenTelemetry; an extra that nobody needs who does not ask for it."""

from __future__ import annotations

from adapters.tracing.available import is_available
from adapters.tracing.opening import open_tracer

__all__ = ["is_available", "open_tracer"]
