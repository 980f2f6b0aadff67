"""The figures for Prometheus, plugged in."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from adapters.metrics import PrometheusMetrics, Tallies
from openphone_crm.status_board import StatusBoard

_PROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"


def metrics_of(board: StatusBoard, tallies: Tallies | None) -> PrometheusMetrics:
    """Count in this process, in the tallies that were made before the fork; a lone process has its own."""
    return PrometheusMetrics(tallies=tallies or Tallies(), board=board, version=version())


def version() -> str:
    """Say which version this is: the entry points run from a checkout, and are never installed."""
    try:
        project = tomllib.loads(_PROJECT.read_text("utf-8"))
    except OSError:
        return "unknown"
    return str(project["project"]["version"])
