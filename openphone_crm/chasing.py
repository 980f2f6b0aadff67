"""When OpenPhone is asked again for what it has not got ready, and when it is given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from openphone_crm.remote import FetchedKind

SOONEST: Final = timedelta(seconds=10)
RAREST: Final = timedelta(minutes=10)

PATIENCE: Final[Mapping[FetchedKind, timedelta]] = {
    FetchedKind.MESSAGE: timedelta(hours=1),
    FetchedKind.CALL: timedelta(hours=1),
    FetchedKind.RECORDINGS: timedelta(hours=6),
    FetchedKind.VOICEMAIL: timedelta(hours=6),
    FetchedKind.TRANSCRIPT: timedelta(hours=24),
    FetchedKind.SUMMARY: timedelta(hours=24),
}
"""How long each is asked for; words are made of long calls, and when there is little else to do."""


def asked_again_at(kind: FetchedKind, *, since: datetime, now: datetime) -> datetime | None:
    """
    When to ask again for what was asked for since then; None when it has been asked for long enough.

    Each wait is as long as all of them since then together: 10 seconds at first, then 20, 40 and so on,
    and ten minutes at most.
    """
    waited = now - since
    if waited >= PATIENCE[kind]:
        return None
    return now + min(max(waited, SOONEST), RAREST)
