"""Handing spans to OpenTelemetry, under the ids that the core has given them."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Final

from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    StatusCode,
    TraceFlags,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace import SpanKind as OtelSpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from openphone_crm.spans import Place, Span, SpanKind

SERVICE: Final = "openphone-crm"
CLOSE_S: Final = 1.0

_KINDS: Final = {SpanKind.SERVER: OtelSpanKind.SERVER, SpanKind.CONSUMER: OtelSpanKind.CONSUMER}
_NANOSECONDS: Final = 1_000
_MICROSECONDS: Final = 1_000_000


class OpenTelemetryTracer:
    """Records spans that are over; which are sent the ids of traces decide, alike in all processes."""

    def __init__(self, processor: SpanProcessor) -> None:
        self._ids = _GivenIds()
        named = Resource({SERVICE_NAME: SERVICE}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(
            resource=Resource.create().merge(named), id_generator=self._ids, shutdown_on_exit=False
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer(SERVICE)

    def record(self, span: Span) -> None:
        """Record a span, and come back at once."""
        self._ids.place = span.place
        recorded = self._tracer.start_span(
            span.name,
            context=self._context(span),
            kind=_KINDS[span.kind],
            attributes=dict(span.attributes),
            links=_links(span.follows),
            start_time=_nanoseconds(span.started_at),
        )
        if span.error is not None:
            recorded.set_attribute("error.type", span.error)
            recorded.set_status(StatusCode.ERROR)
        recorded.end(_nanoseconds(span.ended_at))

    def close(self) -> None:
        """Send what is left, if that is quick."""
        # A daemon, and no patience: a collector that hangs does not keep a server from stopping at once.
        sending = threading.Thread(target=self._provider.shutdown, name="traces", daemon=True)
        sending.start()
        sending.join(CLOSE_S)

    def _context(self, span: Span) -> Context:
        if span.place.parent_id is None:
            return Context()
        parent = SpanContext(
            trace_id=int(span.place.trace_id, 16),
            span_id=int(span.place.parent_id, 16),
            is_remote=True,
            trace_flags=self._flags(span),
        )
        return set_span_in_context(NonRecordingSpan(parent), Context())

    def _flags(self, span: Span) -> TraceFlags:
        """Whether the parent was sent: nobody has told us, and the sampler decides by the id of the trace."""
        trace_id = int(span.place.trace_id, 16)
        decision = self._provider.sampler.should_sample(None, trace_id, span.name).decision
        is_sent = decision is Decision.RECORD_AND_SAMPLE
        return TraceFlags(TraceFlags.SAMPLED if is_sent else TraceFlags.DEFAULT)


class _GivenIds(threading.local, IdGenerator):
    """Gives each new span the ids of its place; each thread has one at a time."""

    place: Place

    def generate_trace_id(self) -> int:
        """Give the id of the trace."""
        return int(self.place.trace_id, 16)

    def generate_span_id(self) -> int:
        """Give the id of the span."""
        return int(self.place.span_id, 16)


def _links(traceparent: str | None) -> list[Link]:
    """Point at the trace of whoever caused it, if he has said it as W3C Trace Context has it."""
    if traceparent is None:
        return []
    found = TraceContextTextMapPropagator().extract({"traceparent": traceparent}, Context())
    context = get_current_span(found).get_span_context()
    return [Link(context)] if context.is_valid else []


def _nanoseconds(moment: datetime) -> int:
    """Count without the rounding of `timestamp()`."""
    seconds = int(moment.replace(microsecond=0).timestamp())
    return (seconds * _MICROSECONDS + moment.microsecond) * _NANOSECONDS
