"""Which parts of the system were seen alive of late."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from entrypoints.settings import Settings
from openphone_crm.alert_rules.vital_signs import worker_of
from openphone_crm.priority import Priority

WORKERS: Final = tuple(map(worker_of, Priority))


def alive(seen: Mapping[str, datetime], now: datetime, settings: Settings) -> Collection[str]:
    """Name the parts that were seen lately enough for nobody to be told that they are missing."""
    since = now - timedelta(seconds=settings.alert_heartbeat_s)
    return {part for part, at in seen.items() if at >= since}
