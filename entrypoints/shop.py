"""The fake OpenPhone beside a developer's server: a small shop whose calls and texts never end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread

import attrs
import httpx2
import structlog

from entrypoints.bootstrap import Application
from entrypoints.posting import Poster, new_client
from entrypoints.stopping import Stopping
from openphone_crm.paging import PageRequest
from openphone_crm.testing import FakeOpenPhone
from openphone_crm.views import EventFilter

FIRST_BURST = 60
RATE = 1.5
ROUNDS = 50

_LOG = structlog.get_logger(__name__)


@attrs.frozen
class Shop:
    """Posts signed deliveries of every generation that the keys can sign, over real HTTP."""

    url: str
    keys: str = attrs.field(repr=False)

    @contextmanager
    def beside(self, application: Application) -> Iterator[None]:
        """Be open while the block lasts."""
        stopping = Stopping()
        thread = Thread(target=self._open, args=(application, stopping), name="shop", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.request()

    def _open(self, application: Application, stopping: Stopping) -> None:
        with new_client() as client:
            while not stopping.is_requested() and not _is_up(client, self.url):
                stopping.pause(0.1)
            poster = Poster(client, f"{self.url}/webhooks/openphone")
            self._trade(application, poster, stopping)

    def _trade(self, application: Application, poster: Poster, stopping: Stopping) -> None:
        now = application.clock.now
        shop = FakeOpenPhone(self.keys, start=now(), first_round=_first_round(application, now()))
        told = 0
        while not stopping.is_requested():
            posted = poster.post(shop.take(1, now())[0])
            told += 1
            if not posted.answer.is_accepted:
                # A server that is being stopped refuses too, and says so to us a moment later.
                stopping.pause(1 / RATE)
                if not stopping.is_requested():
                    _LOG.warning("a simulated delivery was not accepted", reason=posted.reason)
            if told == FIRST_BURST:
                _LOG.info("the shop is open: so many deliveries to begin with", deliveries=told)
            if told >= FIRST_BURST:
                stopping.pause(1 / RATE)


def _is_up(client: httpx2.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/healthz").is_success
    except httpx2.HTTPError:
        return False


def _first_round(application: Application, now: datetime) -> int:
    """Begin with the fixed cast where nothing was told yet, and else with other people each time."""
    known = application.database.events.find(EventFilter(), PageRequest(limit=1))
    return 1 + int(now.timestamp()) % ROUNDS if known.items else 0
