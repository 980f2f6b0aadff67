"""Traces are sent to a collector that is named, and asked for in vain they are refused in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import attrs
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from adapters.tracing import available, is_available
from entrypoints.settings import Settings
from entrypoints.tracing import see_that_traces_can_be_sent, tracing
from openphone_crm.errors import SettingsError
from openphone_crm.spans import span_of_event, span_of_exchange
from tests.integration.processes import finished
from tests.unit.test_spans import EVENT, EVENT_ID, EXCHANGE, attempt

# Makes the packages of the extra as absent as where they were never installed.
WITHOUT_PACKAGES = """
import importlib.abc, sys

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "opentelemetry":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""


@attrs.define
class Collector:
    """What a collector was sent, and where."""

    url: str = ""
    paths: list[str] = attrs.field(factory=list)
    names: list[str] = attrs.field(factory=list)
    traces: set[str] = attrs.field(factory=set)

    def take(self, path: str, body: bytes) -> None:
        """Read a portion of spans."""
        self.paths.append(path)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                self.names += [span.name for span in scope.spans]
                self.traces |= {span.trace_id.hex() for span in scope.spans}


@contextmanager
def collector() -> Iterator[Collector]:
    """Run a collector."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        """Takes one portion."""

        def do_POST(self) -> None:
            """Keep it and answer."""
            collector.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    collector.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()


def test_a_collector_is_sent_all_before_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans leave by OTLP, at the latest when whoever recorded them stops."""
    monkeypatch.setattr("adapters.tracing.tracer.CLOSE_S", 30.0)

    with (
        collector() as running,
        tracing(Settings.load({"OTEL_EXPORTER_OTLP_ENDPOINT": running.url})) as record,
    ):
        assert record is not None
        record(span_of_exchange(EXCHANGE))
        record(span_of_event(EVENT, attempt()))

    assert set(running.paths) == {"/v1/traces"}
    assert running.names == ["POST /webhooks/openphone", "process message.received"]
    assert running.traces == {EVENT_ID.replace("-", "")}


def test_nothing_is_recorded_for_nobody() -> None:
    """Without a collector there is nothing to call, so that nothing is made for it."""
    with tracing(Settings.load({})) as record:
        assert record is None


def test_packages_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for traces without the packages is told what to install."""
    monkeypatch.setattr(available, "_NEEDED", ("no_such_package.at_all",))
    settings = Settings.load({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})

    with pytest.raises(SettingsError, match="dependency group `tracing`"):
        see_that_traces_can_be_sent(settings)

    assert not is_available()
    see_that_traces_can_be_sent(Settings.load({}))


@pytest.mark.long
def test_a_command_without_the_packages_ends_in_one_line(tmp_path: Path) -> None:
    """Exit status 1 and one line, before anything is begun; without the setting nothing misses them."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_PACKAGES)
    settings = {
        "PYTHONPATH": str(tmp_path),
        "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
        "CRM_WEBHOOK_KEYS": "bGVnYWN5LWtleQ==",
    }
    asking = settings | {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}

    refused = finished("serve", "--bind", "127.0.0.1:0", settings=asking)
    unasked = finished("migrate", settings=settings)

    assert refused.returncode == 1, refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert refused.stderr.startswith("OTEL_EXPORTER_OTLP_ENDPOINT: needs packages")
    assert unasked.returncode == 0
