"""What the processes write to standard error: JSON or lines for people, and never a secret or a number."""

from __future__ import annotations

from entrypoints.logs.configuring import configure_logs
from entrypoints.logs.masking import Masking
from entrypoints.logs.secrets import secrets_of
from entrypoints.logs.uncaught import log_the_uncaught

__all__ = ["Masking", "configure_logs", "log_the_uncaught", "secrets_of"]
