"""The surface below `/v1`: the only one that sends, and one that lists nothing but by conversation."""

from __future__ import annotations

from openphone_crm.testing.openphone_api.v1.routing import ROUTES

__all__ = ["ROUTES"]
