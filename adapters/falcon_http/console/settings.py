"""The settings, to be looked at: they are set in the environment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.shown_settings import ShownSetting
from openphone_crm.access import Role

from .page import Page


@attrs.frozen
class SettingsPage(Page):
    """All settings of this process, by what they are about."""

    settings: Sequence[ShownSetting]

    sees: ClassVar[Role] = Role.ADMIN

    async def on_get(self, request: Request, response: Response) -> None:
        """Show them."""
        no_parameters(request)
        groups = [(group, list(those)) for group, those in groupby(self.settings, attrgetter("group"))]
        await self.pages.show(
            request, response, "settings.html", lambda: {"title": "Settings", "groups": groups}
        )
