"""A small foundation-repair shop whose phone never stands still: its customers and their stories."""

from __future__ import annotations
