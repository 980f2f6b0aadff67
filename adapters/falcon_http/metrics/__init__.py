"""What Prometheus asks for, and counting it on the way of each request."""

from __future__ import annotations

from .counting import Counting
from .figures import Counts, Metrics
from .resource import MetricsResource

__all__ = ["Counting", "Counts", "Metrics", "MetricsResource"]
