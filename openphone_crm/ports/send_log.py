"""What became of what was to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from openphone_crm.sendings import ChannelTrouble


class SendLog(Protocol):
    """Looks at the notifications that were sent, or should have been."""

    def troubles(self, *, since: datetime) -> Mapping[str, ChannelTrouble]:
        """
        What does not get through, by channel; channels without trouble are missing.

        Of what failed for good, only what did since then counts; of what is still tried, what failed twice.
        """
        ...
