"""What nobody has caught goes where everything else goes; what asyncio finds it logs by itself."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

import structlog

_LOG = structlog.get_logger(__name__)


def log_the_uncaught() -> None:
    """
    Log what ends this process, one of its threads, or an object that goes, and what Python warns of.

    For processes that stay: whoever types a command sees it anyway.
    """
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended_a_process
    threading.excepthook = _ended_a_thread
    sys.unraisablehook = _ended_nothing


def _ended_a_process(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    _LOG.critical("uncaught", exc_info=(kind, error, traceback))


def _ended_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is None or issubclass(ended.exc_type, SystemExit):
        return
    name = ended.thread.name if ended.thread else None
    _LOG.critical("a thread fails", thread=name, exc_info=ended.exc_value)


def _ended_nothing(ignored: sys.UnraisableHookArgs) -> None:
    _LOG.error("ignored", where=type(ignored.object).__name__, exc_info=ignored.exc_value)
