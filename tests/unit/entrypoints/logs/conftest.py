"""The logs of a process that a test may set up as it likes."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Log afterwards as before, and catch what is not caught as before."""
    names = ["", "adapters", "entrypoints", "httpx2", "httpcore2", "alembic", "botocore"]
    loggers = [logging.getLogger(name) for name in [*names, "opentelemetry.exporter"]]
    levels = [logger.level for logger in loggers]
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    yield
    logging.captureWarnings(capture=False)
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
