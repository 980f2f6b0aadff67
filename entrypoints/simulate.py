"""Signed traffic against a server, with a progress bar and a summary."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import repeat
from threading import Lock, Thread

import attrs
from rich.console import Console
from rich.progress import Progress, TaskID

from entrypoints.posting import Answer, Posted, Poster, new_client
from entrypoints.stopping import Stopping
from entrypoints.tally import Tally
from entrypoints.webhook_address import webhook_address
from openphone_crm.errors import SettingsError
from openphone_crm.testing import FakeOpenPhone, SignedDelivery
from openphone_crm.webhooks import SigningKeys

GENERATIONS = ("legacy-app", "legacy-api", "2026-03-30")
SENDERS = 8
LOWEST_RATE = 0.001
HIGHEST_RATE = 100_000

_STANDARD = "2026-03-30"


@attrs.frozen(kw_only=True)
class Traffic:
    """What is sent where; `count` None is for ever."""

    url: str
    key: str = attrs.field(repr=False)
    generation: str
    rate: float
    count: int | None

    @classmethod
    def checked(
        cls, *, url: str, key: str, generation: str | None, rate: float, count: int | None
    ) -> Traffic:
        """
        Check what a person asked for, and fill in the rest.

        Raises:
            SettingsError: Naming the option that is wrong.
        """
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise SettingsError("--rate", f"must be from {LOWEST_RATE} to {HIGHEST_RATE}, not {rate}")
        return cls(
            url=webhook_address(url),
            key=_checked_key(key),
            generation=_checked_generation(generation, key),
            rate=rate,
            count=count,
        )

    def deliveries(self) -> Iterator[SignedDelivery]:
        """Yield the deliveries, each signed when it is asked for."""
        shop = FakeOpenPhone(self.key, self.generation, start=_now(), rate=self.rate)
        if self.count is not None:
            return shop.story(self.count, _now)
        return (shop.take(1, _now())[0] for _ in repeat(None))


class Sending:
    """Several senders at work on one stream of deliveries, at one pace."""

    def __init__(self, traffic: Traffic, poster: Poster) -> None:
        self.tally = Tally()
        self._traffic = traffic
        self._poster = poster
        self._deliveries = traffic.deliveries()
        self._lock = Lock()
        self._stopping = Stopping()
        self._due = time.monotonic()

    def begin(self) -> Posted | None:
        """Send the first delivery, and say what became of it."""
        delivery = self._next()
        return self._send(delivery) if delivery else None

    def run(self, progress: Progress, bar: TaskID) -> None:
        """Send the rest; Ctrl-C ends it early."""
        threads = [Thread(target=self._work, daemon=True) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in threads):
                progress.update(bar, completed=self.tally.sent)
                time.sleep(0.05)
        except KeyboardInterrupt:
            self._stopping.request()
            for thread in threads:
                thread.join()
        progress.update(bar, completed=self.tally.sent)

    def _work(self) -> None:
        while delivery := self._next():
            self._send(delivery)

    def _send(self, delivery: SignedDelivery) -> Posted:
        posted = self._poster.post(delivery)
        self.tally.add(posted)
        return posted

    def _next(self) -> SignedDelivery | None:
        """Wait for the turn of the next delivery; it is signed then, and not before."""
        with self._lock:
            self._stopping.pause(self._due - time.monotonic())
            self._due += 1 / self._traffic.rate
            return None if self._stopping.is_requested() else next(self._deliveries, None)


def simulate(traffic: Traffic) -> bool:
    """
    Send the traffic and print a summary.

    Returns:
        Whether everything was accepted.

    Raises:
        SettingsError: When the server cannot be reached or refuses the very first delivery.
    """
    with new_client() as client, Progress(console=Console(stderr=True), transient=True) as progress:
        sending = Sending(traffic, Poster(client, traffic.url))
        bar = progress.add_task(f"{traffic.generation} to {traffic.url}", total=traffic.count)
        _see_that_it_works(traffic, sending.begin())
        sending.run(progress, bar)
    Console().print(sending.tally.table())
    return sending.tally.is_all_accepted


def _see_that_it_works(traffic: Traffic, first: Posted | None) -> None:
    if first is None or first.answer.is_accepted:
        return
    if first.status is None:
        raise SettingsError("--url", f"cannot reach {traffic.url}: {first.reason}")
    if first.answer is Answer.REFUSED and "signature" in first.reason:
        raise SettingsError("--key", f"is none of the server's keys: {first.reason}")
    raise SettingsError("--url", f"{traffic.url} does not accept deliveries: {first.reason}")


def _checked_key(key: str) -> str:
    try:
        is_one = len(SigningKeys.parse(key)) == 1
    except SettingsError:
        is_one = False
    if not is_one:
        raise SettingsError("--key", "must be one key in base64, or whsec_ and base64")
    return key.strip()


def _checked_generation(generation: str | None, key: str) -> str:
    is_standard = key.strip().startswith("whsec_")
    if generation is None:
        return _STANDARD if is_standard else "legacy-api"
    if is_standard != (generation == _STANDARD):
        scheme = "whsec_" if generation == _STANDARD else "legacy"
        raise SettingsError("--generation", f"{generation} is signed with a {scheme} key, and --key is none")
    return generation


def _now() -> datetime:
    return datetime.now(UTC)
