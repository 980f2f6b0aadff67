"""The bell between processes: Redis and RQ, which carry no work and may be lost at any time."""

from __future__ import annotations

from .job_queue import RqJobQueue
from .listening import Listener
from .looking import OLDEST, BellServer, bell_server_at

__all__ = ["OLDEST", "BellServer", "Listener", "RqJobQueue", "bell_server_at"]
