"""What those who run this must know: raised once, told once, and over when it is over."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.ids import AlertId


class Severity(StrEnum):
    """How bad it is."""

    WARNING = "warning"
    CRITICAL = "critical"


class Rule(StrEnum):
    """What is watched; at most one alert of each is open."""

    HEALTH_CHECK = "health_check"
    API_KEY = "api_key"
    API_REFUSED = "api_refused"
    SIGNATURES = "signatures"
    SILENCE = "silence"
    BUDGET = "budget"
    TRUST = "trust"


@attrs.frozen(kw_only=True)
class Alert:
    """
    Something that is wrong, or was.

    `message` says what is wrong and what to do. Acknowledged, it is known to somebody; it is open
    until `ended_at`.
    """

    id: AlertId
    rule: Rule
    severity: Severity
    message: str
    since: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    ended_at: datetime | None = None
