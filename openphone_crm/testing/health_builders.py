"""Builders of health checks, with a default for everything that a test does not care about."""

from __future__ import annotations

from typing import Any

from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.ids import HealthCheckId, derived_id
from openphone_crm.testing import builders as make


def health_check(name: str = "check", /, **fields: Any) -> HealthCheck:  # noqa: ANN401 - attrs checks the names
    """A check that waits; it began at noon, and has a nonce of its own."""
    check_id = derived_id("built health check", name)
    defaults = {
        "id": HealthCheckId(check_id),
        "kind": CheckKind.TEXT,
        "nonce": check_id.replace("-", ""),
        "started_at": make.NOON,
    }
    return HealthCheck(**{**defaults, **fields})
