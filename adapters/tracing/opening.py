"""Making what sends traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .tracer import OpenTelemetryTracer

PATIENCE_S: Final = 5.0
"""So long a collector may take for a portion; one that is away holds nobody up, and loses spans."""


def open_tracer(endpoint: str) -> OpenTelemetryTracer:
    """
    Send to the collector at that address, by OTLP over HTTP, from a thread of its own; call it after a fork.

    What else OpenTelemetry knows settings for (headers, the name of the service, sampling) it reads from
    its own variables of the environment.
    """
    # It takes a tenth of a second to load, and most never ask for it.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    from .tracer import OpenTelemetryTracer  # noqa: PLC0415

    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=PATIENCE_S)
    return OpenTelemetryTracer(BatchSpanProcessor(exporter))
