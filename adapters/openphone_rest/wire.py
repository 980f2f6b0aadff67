"""One request over HTTP: what comes back, or what is known of why nothing does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import attrs
import httpx2
import orjson

from openphone_crm.errors import TransientError, UnavailableError, UncertainError
from openphone_crm.remote import Surface

from .departures import Departure
from .network import Deadline, timed
from .permits import Permits
from .refusals import OPENPHONE
from .time_limit import within

Parameters = Sequence[tuple[str, str]]
"""Names may repeat, as v1 wants its lists."""

CONNECT_S: Final = 3.0
WHOLE_S: Final = 15.0
LARGEST: Final = 5 * 1024 * 1024

_NEVER_LEFT: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.LocalProtocolError,
    httpx2.UnsupportedProtocol,
)


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _unheard(_headers: Mapping[str, str]) -> None:
    """Do nothing with what an answer says of itself."""


@attrs.frozen(kw_only=True)
class Access:
    """
    Where the API is, who asks, and for how long an answer is waited for; the key is never shown.

    `on_answer` is told the headers of every answer, as soon as they are there.
    """

    key: str = attrs.field(repr=False)
    url: str = attrs.field(converter=_without_slash)
    connect_s: float = CONNECT_S
    whole_s: float = WHOLE_S
    on_answer: Callable[[Mapping[str, str]], object] = attrs.field(default=_unheard, repr=False)


@attrs.frozen(kw_only=True)
class Asking:
    """A request; the numbers in it are not shown."""

    method: str
    path: str
    surface: Surface = Surface.V1
    parameters: Parameters = attrs.field(default=(), repr=False)
    document: Mapping[str, object] | None = attrs.field(default=None, repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """What tells the newer API from the older one."""
        version = {"Quo-Api-Version": self.surface.value} if self.surface is Surface.DATED else {}
        kind = {"Content-Type": "application/json"} if self.document is not None else {}
        return version | kind

    @property
    def body(self) -> bytes | None:
        """The document as JSON."""
        return None if self.document is None else orjson.dumps(self.document)


@attrs.frozen
class Answer:
    """Whatever came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = attrs.field(repr=False)


class Wire:
    """Sends one request at a time for each caller, none before its moment, and follows it nowhere else."""

    def __init__(self, access: Access, permits: Permits) -> None:
        self._access = access
        self._permits = permits
        self._too_late = f"no answer within {access.whole_s:g} s"
        self._deadline = Deadline()
        client = httpx2.Client(
            # No encoding: what unfolds into something large would be in memory before it is counted.
            headers={
                "Authorization": access.key,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
            timeout=httpx2.Timeout(access.whole_s, connect=access.connect_s),
            follow_redirects=False,
        )
        self._client = timed(client, self._deadline)

    def ask(self, asking: Asking) -> Answer:
        """
        Send it when there is a permit, and wait for the whole answer.

        Raises:
            DeferredError: When there is no permit for too long; it was not sent.
            UnavailableError: When it was not sent.
            UncertainError: When it was sent, and there is no answer.
        """
        departure = Departure(self._permits, self._permits.take())
        try:
            return within(self._access.whole_s, partial(self._exchange, asking, departure))
        except TimeoutError:
            kind = UncertainError if departure.give_up() else UnavailableError
            raise kind(OPENPHONE, self._too_late) from None
        except (httpx2.ReadTimeout, httpx2.WriteTimeout):
            raise UncertainError(OPENPHONE, self._too_late) from None
        except httpx2.HTTPError as error:
            # Without its cause: it holds the request, with the key and the numbers.
            raise _lost(error) from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _exchange(self, asking: Asking, departure: Departure) -> Answer:
        request = self._client.stream(
            asking.method,
            self._access.url + asking.path,
            params=list(asking.parameters),
            content=asking.body,
            headers=asking.headers,
            extensions={"trace": departure.trace},
        )
        # Whoever waits leaves then, and this ends the thread, and the connection.
        with self._deadline.within(self._access.whole_s), request as response:
            self._access.on_answer(response.headers)
            return Answer(response.status_code, response.headers, _whole(response))


def _whole(response: httpx2.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > LARGEST:
            raise UncertainError(OPENPHONE, f"its answer is larger than {LARGEST} bytes")
    return bytes(body)


def _lost(error: httpx2.HTTPError) -> TransientError:
    kind = UnavailableError if isinstance(error, _NEVER_LEFT) else UncertainError
    return kind(OPENPHONE, type(error).__name__)
