"""What those who run this must know, and that they know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.sign_in import caller_of
from openphone_crm.ids import AlertId
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.sessions import safe_path

from .asked import Asked
from .forms import form_of
from .links import older
from .page import Page

PATH: Final = "/status/alerts"


@attrs.frozen
class AlertsPage(Page):
    """All alerts, the newest first."""

    alert_book: AlertBook

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.alert_book.find(page)
            return {"title": "Alerts", "found": found.items, "older": older(request, found)}

        await self.pages.show(request, response, "alerts.html", load)


@attrs.frozen
class AcknowledgingAlert(Page):
    """That somebody knows of an alert."""

    alert_book: AlertBook

    async def on_post(self, request: Request, response: Response, alert_id: AlertId) -> None:
        """Note who, and lead back to where they were; whoever was first stays."""
        back, by = safe_path(form_of(request).text("next") or PATH), caller_of(request).name
        at = self.pages.clock.now()
        await self.pages.act(
            response,
            lambda: self.alert_book.acknowledge(alert_id, by=by, at=at),
            back_to=back,
            text="Noted that you know of it.",
        )
