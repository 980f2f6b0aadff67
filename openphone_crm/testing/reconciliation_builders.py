"""Builders of runs through OpenPhone's history, with a default for all that a test does not care about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from openphone_crm.ids import ReconciliationId, derived_id
from openphone_crm.reconciliation.runs import Reconciliation
from openphone_crm.testing import builders as make


def run(name: str = "run", /, **fields: Any) -> Reconciliation:  # noqa: ANN401 - attrs checks the names
    """A run through the hour before noon, begun at noon."""
    started_at = fields.get("started_at", make.NOON)
    defaults = {
        "id": ReconciliationId(derived_id("built run", name)),
        "since": make.NOON - timedelta(hours=1),
        "until": make.NOON,
        "started_at": started_at,
        "updated_at": started_at,
    }
    return Reconciliation(**{**defaults, **fields})
