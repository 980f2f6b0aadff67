"""The bell between processes: Redis and RQ, which carry no work and may be lost at any time."""

from __future__ import annotations

from .job_queue import RqJobQueue
from .listening import Listener

__all__ = ["Listener", "RqJobQueue"]
