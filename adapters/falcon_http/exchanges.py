"""What was asked and how it was answered: an entry in the log, and a span where traces are sent."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, cast
from uuid import uuid4

import attrs
import structlog
from falcon import COMBINED_METHODS
from falcon.asgi import Request, Response

from openphone_crm.inbox_records import Stored
from openphone_crm.ports.clock import Clock
from openphone_crm.spans import Exchange, Span, span_of_exchange

from .sign_in import API, is_api

log = structlog.get_logger(__name__)

_PROBES: Final = frozenset(("/healthz", "/readyz", "/metrics"))
_ELSEWHERE: Final = "*"


def note_stored(request: Request, stored: Stored) -> None:
    """Remember for the trace which event a request brought."""
    request.context.stored = stored


@attrs.frozen
class Exchanges:
    """
    Middleware that logs each exchange when its answer begins.

    It names the route and never the path, which may hold ids and numbers. Polls that found nothing new,
    probes, and deliveries, which have an entry of their own, are for debugging only.
    """

    clock: Clock
    record: Callable[[Span], None] | None = None

    async def process_request(self, request: Request, _: Response) -> None:
        """Take the time."""
        request.context.began = time.perf_counter()
        if self.record is not None:
            request.context.began_at = self.clock.now()

    async def process_response(
        self,
        request: Request,
        response: Response,
        _resource: object,
        _req_succeeded: bool,  # noqa: FBT001 - Falcon calls it so
    ) -> None:
        """Log it, and record it."""
        status, route = response.status_code, _route_of(request)
        method = request.method if request.method in COMBINED_METHODS else "other"
        seconds = round(time.perf_counter() - request.context.began, 6)
        stored = cast("Stored | None", getattr(request.context, "stored", None))
        is_usual = stored is not None or status == HTTPStatus.NOT_MODIFIED or route in _PROBES
        level = _level_of(status, is_usual=is_usual)
        log.log(level, "answered", method=method, route=route, status=status, seconds=seconds)
        if self.record is not None and (stored is not None or level > logging.DEBUG):
            exchange = Exchange(
                id=str(uuid4()),
                method=method,
                route=route,
                status=status,
                started_at=request.context.began_at,
                seconds=seconds,
                stored=stored,
                traceparent=request.get_header("traceparent"),
            )
            self.record(span_of_exchange(exchange))


def _route_of(request: Request) -> str:
    """The template of the address; who was refused before it was looked up asked for something of the API."""
    if request.uri_template is not None:
        return request.uri_template
    return f"{API}/{_ELSEWHERE}" if is_api(request) else _ELSEWHERE


def _level_of(status: int, *, is_usual: bool) -> int:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return logging.WARNING
    return logging.DEBUG if is_usual else logging.INFO
