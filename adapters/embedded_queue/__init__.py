"""The bell inside one process: a thread for each priority."""

from __future__ import annotations

from .job_queue import EmbeddedJobQueue

__all__ = ["EmbeddedJobQueue"]
