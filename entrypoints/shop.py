"""The fake OpenPhone beside a developer's server: a small shop whose calls and texts never end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from threading import Thread

import attrs
import httpx2
import structlog

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.bootstrap import Application
from entrypoints.made_up_openphone import server_for
from entrypoints.posting import Posted, Poster, new_client
from entrypoints.settings import Settings
from entrypoints.stopping import Stopping
from openphone_crm.paging import PageRequest
from openphone_crm.testing import FakeOpenPhone, SignedDelivery
from openphone_crm.views import EventFilter

FIRST_BURST = 60
RATE = 1.5
ROUNDS = 50

_LOG = structlog.get_logger(__name__)


@attrs.frozen
class Shop:
    """
    Posts signed deliveries of every generation that the keys can sign, over real HTTP.

    Where OpenPhone's API is made up too, it knows what is told, has the files, and takes texts.
    """

    url: str
    settings: Settings

    @contextmanager
    def beside(self, application: Application) -> Iterator[None]:
        """Be open while the block lasts."""
        stopping = Stopping()
        with ExitStack() as opened:
            server = server_for(self.settings)
            if server is not None:
                opened.enter_context(server)
            arguments = (application, stopping, server)
            Thread(target=self._open, args=arguments, name="shop", daemon=True).start()
            try:
                yield
            finally:
                stopping.request()

    def _open(self, application: Application, stopping: Stopping, server: OpenPhoneServer | None) -> None:
        with new_client() as client:
            while not stopping.is_requested() and not _is_up(client, self.url):
                stopping.pause(0.1)
            poster = Poster(client, f"{self.url}/webhooks/openphone")
            self._trade(application, poster, stopping, server)

    def _trade(
        self, application: Application, poster: Poster, stopping: Stopping, server: OpenPhoneServer | None
    ) -> None:
        now = application.clock.now
        shop = FakeOpenPhone(
            self.settings.webhook_keys,
            start=now(),
            first_round=_first_round(application, now()),
            workspace=server.fake.workspace if server else None,
        )
        told = 0
        while not stopping.is_requested():
            for delivery in _next(shop, server, now()):
                _complain(poster.post(delivery), stopping)
            told += 1
            if told == FIRST_BURST:
                _LOG.info("the shop is open: so many deliveries to begin with", deliveries=told)
            if told >= FIRST_BURST:
                stopping.pause(1 / RATE)


def _next(shop: FakeOpenPhone, server: OpenPhoneServer | None, now: datetime) -> list[SignedDelivery]:
    """Tell what happens next, and what became of texts that were sent through the API."""
    if server is None:
        return shop.take(1, now)
    with server.at_rest():
        return [*shop.take(1, now), *(one.delivery for one in server.fake.deliveries(now) if not one.url)]


def _complain(posted: Posted, stopping: Stopping) -> None:
    if posted.answer.is_accepted:
        return
    # A server that is being stopped refuses too, and says so to us a moment later.
    stopping.pause(1 / RATE)
    if not stopping.is_requested():
        _LOG.warning("a simulated delivery was not accepted", reason=posted.reason)


def _is_up(client: httpx2.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/healthz").is_success
    except httpx2.HTTPError:
        return False


def _first_round(application: Application, now: datetime) -> int:
    """Begin with the fixed cast where nothing was told yet, and else with other people each time."""
    known = application.database.events.find(EventFilter(), PageRequest(limit=1))
    return 1 + int(now.timestamp()) % ROUNDS if known.items else 0
