"""Asks the fake OpenPhone's API, as a client would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs
import orjson

from openphone_crm.testing.happenings import SHOP_LINE, Line
from openphone_crm.testing.openphone_api import ApiRequest, ApiResponse, FakeOpenPhoneApi, Workspace

NOW: Final = datetime(2026, 4, 14, 12, tzinfo=UTC)
MONITOR_LINE: Final = Line(number="+12065550190", id="PNxMonitor", user_id="USx7Dana3M")
CUSTOMER: Final = "+14255550123"
PARTNER: Final = "+14255550124"
SECOND: Final = timedelta(seconds=1)


@attrs.define
class Client:
    """A client with the right key, whose clock stands still until it is moved."""

    fake: FakeOpenPhoneApi = attrs.field(
        factory=lambda: FakeOpenPhoneApi(workspace=Workspace(lines=(SHOP_LINE, MONITOR_LINE)))
    )
    now: datetime = NOW

    @property
    def workspace(self) -> Workspace:
        """What the fake knows."""
        return self.fake.workspace

    def ask(self, method: str, target: str, body: object = None, **headers: str) -> ApiResponse:
        """Ask for something; a second passes."""
        self.now += SECOND
        written = {name.replace("_", "-"): value for name, value in headers.items()}
        request = ApiRequest(
            method=method,
            target=target,
            headers={"Authorization": self.fake.key, "Quo-Api-Version": "2026-03-30", **written},
            body=b"" if body is None else orjson.dumps(body),
        )
        return self.fake.handle(request, self.now)

    def get(self, target: str) -> Any:  # noqa: ANN401 - it is foreign JSON
        """Get what is there."""
        response = self.ask("GET", target)
        assert response.status == 200, response.body
        return response.document

    def status(self, target: str) -> int:
        """Say how a request is answered."""
        return self.ask("GET", target).status

    def send(self, text: str = "Hi", *, to: tuple[str, ...] = (CUSTOMER,)) -> ApiResponse:
        """Send a text from the shop's line."""
        return self.ask("POST", "/v1/messages", {"content": text, "from": SHOP_LINE.id, "to": list(to)})


def encoded(text: str) -> str:
    """Write a text into a query."""
    return text.replace("+", "%2B").replace("[", "%5B").replace("]", "%5D")
