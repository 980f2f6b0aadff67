"""The adapters that need neither a socket nor a service."""

from __future__ import annotations
