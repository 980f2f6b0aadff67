"""The query of a page, as a form sends it: what was left empty is not asked for."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from falcon.asgi import Request

from adapters.falcon_http.parameters import Parameters


class Asked(Parameters):
    """Parameters without those that are empty."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._values = {name: text for name, text in self._values.items() if text}

    def since(self, name: str, zone: ZoneInfo) -> datetime | None:
        """When a day begins where the viewer is, or a moment in ISO 8601."""
        text = self._values.get(name, "")
        if "T" in text:
            return self.moment(name)
        day = self.day(name)
        return None if day is None else datetime.combine(day, time(), zone)
