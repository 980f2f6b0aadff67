"""The surface of 2026-03-30: it lists the whole workspace by time, and keeps a log of its deliveries."""

from __future__ import annotations

from openphone_crm.testing.openphone_api.dated.routing import ROUTES

__all__ = ["ROUTES"]
