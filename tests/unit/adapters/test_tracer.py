"""Spans reach OpenTelemetry under the ids that the core gave them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

import attrs
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SimpleSpanProcessor,
    SpanExporter,
    SpanExportResult,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from adapters.tracing import tracer as tracing
from adapters.tracing.tracer import OpenTelemetryTracer
from openphone_crm.spans import Span, span_of_event, span_of_exchange, span_of_follow_up
from tests.unit.test_spans import EVENT, EVENT_ID, EXCHANGE, FOLLOW_UP, attempt

ALL = (
    span_of_exchange(EXCHANGE),
    span_of_event(EVENT, attempt()),
    span_of_follow_up(FOLLOW_UP, attempt(1, "failed", "UnavailableError")),
)


def recorded(*spans: Span) -> Sequence[ReadableSpan]:
    """Record spans, each with what a process of its own would have, and give what was sent."""
    exporter = InMemorySpanExporter()
    for span in spans:
        tracer = OpenTelemetryTracer(SimpleSpanProcessor(exporter))
        tracer.record(span)
    return exporter.get_finished_spans()


def test_spans_of_three_processes_make_one_trace() -> None:
    """Who serves, who works and who follows up have handed each other nothing, and agree."""
    request, event, follow_up = recorded(*ALL)

    assert {f"{span.context.trace_id:032x}" for span in (request, event, follow_up)} == {
        EVENT_ID.replace("-", "")
    }
    assert request.parent is None
    assert event.parent is not None
    assert event.parent.span_id == request.context.span_id
    assert follow_up.parent is not None
    assert follow_up.parent.span_id == event.context.span_id


def test_a_span_says_what_it_was() -> None:
    """Its name, kind, times, attributes and error are those of the core."""
    request, event, follow_up = recorded(*ALL)

    assert [span.name for span in (request, event, follow_up)] == [span.name for span in ALL]
    assert [span.kind for span in (request, event)] == [SpanKind.SERVER, SpanKind.CONSUMER]
    assert dict(request.attributes or {}) == dict(ALL[0].attributes)
    assert request.end_time is not None
    assert request.start_time is not None
    assert request.end_time - request.start_time == 250_000_000
    assert follow_up.status.status_code is StatusCode.ERROR
    assert (follow_up.attributes or {})["error.type"] == "UnavailableError"
    assert event.status.status_code is StatusCode.UNSET


def test_nothing_sent_holds_a_number() -> None:
    """The message of an error may quote a number, and stays here."""
    sent = "".join(span.to_json() for span in recorded(*ALL))

    assert "2065550123" not in sent


def test_the_service_has_a_name() -> None:
    """Whoever looks at many services finds this one."""
    (span,) = recorded(ALL[0])

    assert span.resource.attributes["service.name"] == "openphone-crm"


def test_the_name_of_the_service_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenTelemetry's own variables are heeded."""
    monkeypatch.setenv("OTEL_SERVICE_NAME", "our-shop")

    (span,) = recorded(ALL[0])

    assert span.resource.attributes["service.name"] == "our-shop"


@pytest.mark.parametrize(
    ("traceparent", "linked"),
    [
        (None, []),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ["4bf92f3577b34da6a3ce929d0e0e4736"]),
        ("00-zz-00f067aa0ba902b7-01", []),
        ("nonsense", []),
    ],
)
def test_the_trace_of_who_caused_it_is_linked(traceparent: str | None, linked: list[str]) -> None:
    """A request that is part of another trace points at it; nonsense points nowhere."""
    exchange = attrs.evolve(EXCHANGE, traceparent=traceparent)

    (span,) = recorded(span_of_exchange(exchange))

    assert [f"{link.context.trace_id:032x}" for link in span.links] == linked


@pytest.mark.parametrize(("ratio", "sent"), [("0", 0), ("1", 3)])
def test_a_trace_is_sent_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch, ratio: str, sent: int) -> None:
    """Which traces are sampled their ids decide, alike in every process."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", ratio)

    spans = recorded(*ALL)

    assert len(spans) == sent


@attrs.define
class Hanging(SpanExporter):
    """A collector that takes what it is sent, and never answers."""

    wait: Callable[[], object]

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Hang."""
        self.wait()
        return SpanExportResult.FAILURE if spans else SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """Do nothing."""


def test_a_collector_that_hangs_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that stops gives it a moment, and no more."""
    may_end = Event()
    monkeypatch.setattr(tracing, "CLOSE_S", 0.01)
    tracer = OpenTelemetryTracer(BatchSpanProcessor(Hanging(lambda: may_end.wait(30))))
    tracer.record(ALL[0])

    tracer.close()

    assert not may_end.is_set()
    may_end.set()


def test_what_is_left_is_sent_at_the_end() -> None:
    """Spans that were gathered are sent when the process stops."""
    exporter = InMemorySpanExporter()
    tracer = OpenTelemetryTracer(BatchSpanProcessor(exporter))
    tracer.record(ALL[0])

    tracer.close()

    assert len(exporter.get_finished_spans()) == 1
