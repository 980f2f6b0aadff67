"""Figures for Prometheus: counted by every process that serves, and read from the database."""

from __future__ import annotations

from .prometheus import PrometheusMetrics, Scrape
from .tallies import Tallies

__all__ = ["PrometheusMetrics", "Scrape", "Tallies"]
