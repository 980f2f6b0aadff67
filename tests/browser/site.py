"""A running console with a shop behind it, of which signed webhooks tell, as OpenPhone does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
import httpx2

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.bootstrap import bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from entrypoints.tokens import create_token
from openphone_crm.access import Role
from openphone_crm.testing import Generation, SignedDelivery, sign
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from openphone_crm.testing.payloads import changed, render
from tests.integration.processes import answers, entry_point, running
from tests.integration.server_process import free_port, private_room
from tests.integration.waiting import wait_until

Json: TypeAlias = dict[str, Any]

KEY: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LEGACY_KEY: Final = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg="
WEBHOOK_KEYS: Final = f"{KEY} {LEGACY_KEY}"
SETTINGS: Final = {
    "CRM_WEBHOOK_KEYS": WEBHOOK_KEYS,
    "CRM_LOW_BATCH_S": "1",
    "CRM_RETRY_BASE_S": "0.05",
}


@attrs.frozen(kw_only=True, eq=False)
class Site:
    """A served console, the API beside it, and the OpenPhone that it hears of."""

    url: str
    tokens: Mapping[Role, str]
    openphone: OpenPhoneServer
    room: Path
    settings: Mapping[str, str] = attrs.field(repr=False)
    _client: httpx2.Client
    _numbers: Iterator[int] = attrs.field(factory=count)

    @classmethod
    def at(cls, url: str, site: Site, *, tokens: Mapping[Role, str] | None = None) -> Site:
        """The same site by another address, or for those who have other tokens."""
        return attrs.evolve(
            site, url=url, tokens=tokens or site.tokens, client=site._client, numbers=site._numbers
        )

    def tell(self, *happenings: Happening, **changes: object) -> None:
        """
        Have OpenPhone learn and tell what happened, and wait until all of it is worked on.

        `changes` overrides fields of the payload, whose dots are written as two underscores.
        """
        for happening in happenings:
            with self.openphone.at_rest():
                self.openphone.fake.workspace.learn(happening)
            overrides = {name.replace("__", "."): value for name, value in changes.items()}
            self.post(changed(render(happening, Generation.DATED), overrides))
        self.settle()

    def post(self, payload: Json) -> str:
        """Deliver a payload, signed, and give the id of its row."""
        return self.deliver(self._signed(payload))

    def deliver(self, delivery: SignedDelivery) -> str:
        """Deliver what is signed already, and give the id of its row."""
        answer = self._client.post("/webhooks/openphone", **_request(delivery))
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def settle(self) -> None:
        """Wait until no event is waiting or being worked on."""
        assert wait_until(lambda: not (self._some("pending") or self._some("processing")))

    def api(
        self,
        method: str,
        path: str,
        *,
        role: Role = Role.ADMIN,
        headers: Mapping[str, str] | None = None,
        **request: Any,  # noqa: ANN401 - whatever a request may have
    ) -> httpx2.Response:
        """Ask the API beside the console."""
        sent = {"Authorization": f"Bearer {self.tokens[role]}", **(headers or {})}
        return self._client.request(method, f"/api/v1/{path}", headers=sent, **request)

    def listed(self, path: str, **query: object) -> list[Json]:
        """Give a list of the API, its first page."""
        answer = self.api("GET", path, params=query or None)
        assert answer.is_success, answer.text
        found: list[Json] = answer.json()
        return found

    def _some(self, status: str) -> bool:
        return bool(self.listed("webhook-events", status=status, limit=1))

    def _signed(self, payload: Json) -> SignedDelivery:
        return sign(
            payload, generation=Generation.DATED, key=KEY, at=datetime.now(UTC), sequence=next(self._numbers)
        )


@contextmanager
def served(**settings: str) -> Iterator[Site]:
    """Serve a site of its own, on SQLite with all in one process, while the block lasts."""
    with ExitStack() as opened:
        room = opened.enter_context(private_room())
        openphone = opened.enter_context(OpenPhoneServer(FakeOpenPhoneApi()))
        everything = {**SETTINGS, **_places(room, openphone), **settings}
        migrate(Settings.load(everything))
        address = f"127.0.0.1:{free_port()}"
        command = entry_point("serve", "--bind", address)
        opened.enter_context(running(command, everything, ready=lambda: answers(address, "/readyz")))
        client = opened.enter_context(httpx2.Client(base_url=f"http://{address}", timeout=20))
        yield Site(
            url=f"http://{address}",
            tokens=_new_tokens(everything),
            openphone=openphone,
            room=room,
            settings=everything,
            client=client,
        )


def _places(room: Path, openphone: OpenPhoneServer) -> dict[str, str]:
    return {
        "CRM_DATABASE_URL": f"sqlite:///{room / 'crm.db'}",
        "CRM_STORAGE_URL": f"file://{room / 'media'}",
        "CRM_MEDIA_HOSTS": openphone.url.removeprefix("http://"),
        "OPENPHONE_API_KEY": openphone.fake.key,
        "OPENPHONE_API_URL": openphone.url,
    }


def _new_tokens(settings: Mapping[str, str]) -> dict[Role, str]:
    with bootstrap(Settings.load(settings)) as application:
        return {role: create_token(application, f"browser {role}", role) for role in Role}


def _request(delivery: SignedDelivery) -> dict[str, Any]:
    return {"content": delivery.body, "headers": delivery.headers}
