"""What one webhook leads to is one trace, from its request to the last thing that is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

import attrs
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adapters.tracing.tracer import OpenTelemetryTracer
from entrypoints.tracing import Record
from entrypoints.work_log import WorkLog
from openphone_crm.follow_up_work import FollowUpWork
from openphone_crm.handlers.telling import want_telling
from openphone_crm.memory import MemoryNotifier
from openphone_crm.notifications import Audience
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.telling import Telling
from openphone_crm.testing import events
from tests.integration.falcon_http.world import World, make_world

CALLER = "+12065550177"
MISSED = events.call_completed(events.unanswered(external=CALLER))


@attrs.define
class TracedShop:
    """A shop whose server, worker and follow-ups record what they do."""

    exporter: InMemorySpanExporter = attrs.field(factory=InMemorySpanExporter)
    world: World = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.world = make_world(record=self._new_process())

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        """All that was sent, in the order in which it ended."""
        return self.exporter.get_finished_spans()

    def work(self) -> None:
        """Process what was received, and tell people of it."""
        crm, clock = self.world.crm, self.world.clock
        clock.advance(seconds=120)
        log = WorkLog(self._new_process())
        processing = Processing(
            inbox=crm.inbox,
            unit_of_work=crm.unit_of_work,
            clock=clock,
            wants=(want_telling,),
            on_done=log.event_done,
            on_problem=log.problem,
        )
        for priority in Priority:
            processing.drain(priority, worker="w1", should_stop=lambda: False)
        self._follow_up()

    def _follow_up(self) -> None:
        crm, clock = self.world.crm, self.world.clock
        notifier = MemoryNotifier({Audience.PEOPLE: ("mail",)})
        telling = Telling(calls=crm.calls, notifier=notifier, clock=clock, timezone=UTC)
        work = FollowUpWork(
            follow_ups=crm.follow_ups, unit_of_work=crm.unit_of_work, clock=clock, tasks=telling.tasks
        )
        work = WorkLog(self._new_process()).of_follow_ups(work)
        clock.advance(seconds=120)
        work.drain(worker="w2", should_stop=lambda: False)

    def _new_process(self) -> Record:
        return OpenTelemetryTracer(SimpleSpanProcessor(self.exporter)).record


def test_a_missed_call_is_one_trace() -> None:
    """The request, the processing, the telling and the sending hang under each other, and hold no number."""
    shop = TracedShop()
    event_id = shop.world.deliver(MISSED).json()["id"]

    shop.work()

    request, event, tell, send = shop.spans
    assert [span.name for span in shop.spans] == [
        "POST /webhooks/openphone",
        "process call.missed",
        "follow up tell",
        "follow up send",
    ]
    assert {f"{span.context.trace_id:032x}" for span in shop.spans} == {event_id.replace("-", "")}
    assert request.parent is None
    assert parent_of(event) == request.context.span_id
    assert parent_of(tell) == parent_of(send) == event.context.span_id
    assert CALLER[2:] not in "".join(span.to_json() for span in shop.spans)


def test_a_repeat_is_part_of_the_trace() -> None:
    """A delivery that comes twice is seen twice, in the trace of the first."""
    shop = TracedShop()
    shop.world.deliver(MISSED)

    shop.world.deliver(MISSED)

    first, second = shop.spans
    assert first.context.trace_id == second.context.trace_id
    assert parent_of(second) == first.context.span_id


def test_what_is_refused_has_a_trace_of_its_own() -> None:
    """A request that brought no event is a trace by itself, and points at the one that it is part of."""
    shop = TracedShop()
    traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    shop.world.get("contacts?limit=0", headers={"traceparent": traceparent})
    shop.world.get("contacts?limit=-1")

    first, second = shop.spans
    assert first.context.trace_id != second.context.trace_id
    assert [f"{link.context.trace_id:032x}" for link in first.links] == ["4bf92f3577b34da6a3ce929d0e0e4736"]
    assert first.attributes is not None
    assert (first.attributes["http.route"], first.attributes["http.response.status_code"]) == (
        "/api/v1/contacts",
        400,
    )


def test_polls_and_probes_are_no_traces() -> None:
    """What says nothing is not recorded."""
    shop = TracedShop()
    tag = shop.world.get("contacts").headers["etag"]
    shop.exporter.clear()

    shop.world.get("contacts", headers={"If-None-Match": tag})
    shop.world.send("GET", "/healthz")

    assert shop.spans == ()


def parent_of(span: ReadableSpan) -> int | None:
    """Give the id of the span that this one hangs under."""
    return None if span.parent is None else span.parent.span_id
