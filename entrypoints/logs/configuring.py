"""One formatter for everything that is logged in a process, by whomever."""

from __future__ import annotations

import logging
import sys
from typing import Final

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from entrypoints.logs.masking import Masking
from entrypoints.logs.secrets import secrets_of
from entrypoints.settings import Settings

LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}

_OURS: Final = ("adapters", "entrypoints")
_TALKATIVE: Final = {
    # Every request with its address, and every step that is looked at.
    **dict.fromkeys(("httpx2", "httpcore2", "alembic", "botocore"), logging.WARNING),
    # Each try to reach a collector that is away; that a portion was lost in the end is heard.
    "opentelemetry.exporter": logging.ERROR,
}
_FIRST: Final = ("timestamp", "level", "event")


def configure_logs(settings: Settings | None = None, *, readable: bool) -> None:
    """
    Send what is logged here through one formatter, which masks the secrets of the settings and all numbers.

    Before the settings are known, what looks like a secret is masked all the same.
    """
    level = LEVELS[settings.log_level if settings else "info"]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    masking = Masking(secrets_of(settings) if settings else ())
    handler.setFormatter(_formatter(shared, masking, readable=readable))
    _set_levels(level)
    logging.getLogger().handlers = [handler]


def _set_levels(level: int) -> None:
    """Let only our own parts speak at length: what others say of each step may hold headers and bodies."""
    logging.getLogger().setLevel(max(level, logging.INFO))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name, its_level in _TALKATIVE.items():
        logging.getLogger(name).setLevel(its_level)


def _formatter(shared: list[Processor], masking: Masking, *, readable: bool) -> logging.Formatter:
    renderer: Processor = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if readable else _as_json
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            masking.of_entry,
            renderer,
        ],
    )


def _as_json(_logger: WrappedLogger, _method: str, entry: EventDict) -> str:
    entry = {name: entry[name] for name in _FIRST if name in entry} | dict(entry)
    # Everything is plain by now: it was masked. A lone surrogate or a huge number could still be refused.
    try:
        return orjson.dumps(entry).decode()
    except TypeError:
        return orjson.dumps(_encodable(entry)).decode()


def _encodable(value: object) -> object:
    match value:
        case str():
            return value.encode(errors="backslashreplace").decode()
        case dict():
            return {str(_encodable(str(name))): _encodable(each) for name, each in value.items()}
        case list():
            return [_encodable(each) for each in value]
        case int():
            return str(value)
        case _:
            return value
