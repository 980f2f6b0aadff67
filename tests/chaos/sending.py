"""The sender: posts at a steady rate whatever happens, and repeats what got no 2xx, as OpenPhone does."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock, Thread

import attrs
import httpx2

from entrypoints.stopping import Stopping
from tests.chaos.traffic import Parcel

LINES = 32
ANSWER_LIMIT_S = 30.0
REPEAT_S = 1.0
"""OpenPhone waits longer; what matters is that it repeats."""
TICK_S = 0.01


@attrs.frozen(kw_only=True)
class Answer:
    """What one post got, and when by the monotonic clock; without a status it got nothing."""

    parcel: Parcel
    began: float
    ended: float
    status: int | None
    says_when: bool = False
    """Whether there is a `Retry-After`."""

    @property
    def is_accepted(self) -> bool:
        """Whether it was acknowledged."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class Sender:
    """Sends parcels, each until it is acknowledged; all it knows may be read while it works."""

    def __init__(self, client: httpx2.Client, url: str, parcels: Iterator[Parcel], *, rate: float) -> None:
        self.sent: list[Parcel] = []
        self.answers: list[Answer] = []
        self.acknowledged: set[str] = set()
        self._client = client
        self._url = url
        self._parcels = parcels
        self._rate = rate
        self._repeats: list[tuple[float, int, Parcel]] = []
        self._lock = Lock()
        self._next_at = time.monotonic()
        self._is_open = True
        self._stopping = Stopping()
        self._pool = ThreadPoolExecutor(LINES, thread_name_prefix="sender")

    def run(self) -> None:
        """Post what is due, until told to stop."""
        while not self._stopping.is_requested():
            now = time.monotonic()
            for parcel in (*self._repeats_due(now), *self._new_due(now)):
                self._pool.submit(self._post, parcel)
            time.sleep(TICK_S)

    def send_nothing_new(self) -> None:
        """Go on only with what is not acknowledged yet."""
        self._is_open = False

    def stop(self) -> None:
        """Leave everything as it is."""
        self._stopping.request()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def is_all_acknowledged(self) -> bool:
        """Whether every parcel that was sent got its 2xx."""
        return len(self.acknowledged) == len(self.sent)

    @property
    def repeats(self) -> int:
        """How many posts were repeats."""
        return max(len(self.answers) - len(self.sent), 0)

    def between(self, began: float, ended: float) -> Sequence[Answer]:
        """Give the answers to the posts that lie wholly within these moments."""
        return [one for one in list(self.answers) if began <= one.began and one.ended <= ended]

    def _new_due(self, now: float) -> Iterator[Parcel]:
        while self._is_open and self._next_at <= now:
            self._next_at += 1 / self._rate
            parcel = next(self._parcels, None)
            if parcel is None:
                self._is_open = False
                return
            self.sent.append(parcel)
            yield parcel

    def _repeats_due(self, now: float) -> Iterator[Parcel]:
        with self._lock:
            while self._repeats and self._repeats[0][0] <= now:
                yield heapq.heappop(self._repeats)[2]

    def _post(self, parcel: Parcel) -> None:
        answer = self._answer(parcel)
        with self._lock:
            self.answers.append(answer)
            if answer.is_accepted:
                self.acknowledged.add(parcel.id)
            else:
                again = (answer.ended + REPEAT_S, len(self.answers), parcel)
                heapq.heappush(self._repeats, again)

    def _answer(self, parcel: Parcel) -> Answer:
        began = time.monotonic()
        delivery = parcel.delivery
        try:
            response = self._client.post(self._url, content=delivery.body, headers=delivery.headers)
        except httpx2.HTTPError:
            return Answer(parcel=parcel, began=began, ended=time.monotonic(), status=None)
        return Answer(
            parcel=parcel,
            began=began,
            ended=time.monotonic(),
            status=response.status_code,
            says_when="retry-after" in response.headers,
        )


@contextmanager
def sending(url: str, parcels: Iterator[Parcel], *, rate: float) -> Iterator[Sender]:
    """Send while the block lasts."""
    limits = httpx2.Limits(max_connections=LINES)
    with httpx2.Client(timeout=ANSWER_LIMIT_S, trust_env=False, limits=limits) as client:
        sender = Sender(client, url, parcels, rate=rate)
        pacing = Thread(target=sender.run, name="pace of the sender", daemon=True)
        pacing.start()
        try:
            yield sender
        finally:
            sender.stop()
            pacing.join()
