"""What the processes write to standard error: JSON or lines for people, and never a phone number."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from openphone_crm.texts import masking_numbers


def configure_logs(*, readable: bool) -> None:
    """Send everything that is logged in this process, by whomever, through one formatter."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, readable=readable))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # httpx2 logs every request, and alembic every step it looks at.
    for talkative in ("httpx2", "httpcore2", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def mask_numbers(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask the phone numbers in every text of a log entry, tracebacks included."""
    return {name: _masked(value) for name, value in event.items()}


def _masked(value: object) -> object:
    return masking_numbers(value) if isinstance(value, str) else value


def _formatter(shared: list[Processor], *, readable: bool) -> logging.Formatter:
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if readable
        else structlog.processors.JSONRenderer()
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_numbers,
            renderer,
        ],
    )
