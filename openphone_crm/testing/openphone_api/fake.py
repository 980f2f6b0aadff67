"""The fake itself: it lets in, answers, fails when it is told to, and remembers everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.openphone_api import dated, v1
from openphone_crm.testing.openphone_api.breakdowns import Breakdowns
from openphone_crm.testing.openphone_api.exchange import ApiRequest, ApiResponse, SeenRequest
from openphone_crm.testing.openphone_api.faults import SENDING_ONLY, Fault, MediaFault
from openphone_crm.testing.openphone_api.gate import is_v1, refused, wrong_key, wrong_version
from openphone_crm.testing.openphone_api.losses import Losses
from openphone_crm.testing.openphone_api.media_host import MediaHost
from openphone_crm.testing.openphone_api.misbehaving import Manners
from openphone_crm.testing.openphone_api.parameters import Parameters
from openphone_crm.testing.openphone_api.post_office import PostOffice
from openphone_crm.testing.openphone_api.queries import read_query
from openphone_crm.testing.openphone_api.rate_limits import RateLimit, busiest_second
from openphone_crm.testing.openphone_api.refusals import RefusalError, refused_by_dated, refused_by_v1
from openphone_crm.testing.openphone_api.routes import Asked, Route, find_route
from openphone_crm.testing.openphone_api.webhooks import Outgoing
from openphone_crm.testing.openphone_api.workspace import Workspace
from openphone_crm.testing.subscriptions import subscriptions

_ROUTES: Final = (*v1.ROUTES, *dated.ROUTES)
_SENDING: Final = "POST /v1/messages"
_NOTHING_BARRED: Final[frozenset[Fault]] = frozenset()


@attrs.define(kw_only=True)
class FakeOpenPhoneApi:
    """
    Answers as OpenPhone's API does, on both surfaces, about the workspace that it is given.

    It has no clock and no socket: whoever drives it says what time it is, and posts what `deliveries` gives.
    """

    workspace: Workspace = attrs.field(factory=Workspace)
    key: str = attrs.field(default="a-key-of-the-fake", repr=False)
    webhook_keys: str = attrs.field(default="", repr=False)
    """Keys of webhooks that were made in the app, as in `CRM_WEBHOOK_KEYS`; they are told everything too."""
    has_dated_surface: bool = True
    """Whether there is anything but v1."""
    requests_a_second: int | None = 10
    retry_after_s: int = 1
    slowness_s: float = 5.0
    requests: list[SeenRequest] = attrs.field(factory=list, init=False, repr=False)
    post: PostOffice = attrs.field(init=False)
    media_host: MediaHost = attrs.field(init=False)
    _limit: RateLimit = attrs.field(init=False, repr=False)
    _breakdowns: Breakdowns[Fault] = attrs.field(factory=Breakdowns, init=False)

    def __attrs_post_init__(self) -> None:
        """Open the post office and the media host."""
        keys = subscriptions(self.webhook_keys)
        self.post = PostOffice(workspace=self.workspace, keys=keys)
        self.media_host = MediaHost(workspace=self.workspace)
        self._limit = RateLimit(self.requests_a_second)

    def handle(self, request: ApiRequest, now: datetime) -> ApiResponse:
        """Answer a request."""
        self.post.advance(now)
        response = self._answer(request, now)
        self.requests.append(SeenRequest.of(request, now, response.status))
        return response

    def fail(self, *faults: Fault, on: str = "") -> None:
        """Let the next requests fail, each by one of these: those that begin so, as `GET /v1/calls`."""
        self._breakdowns.plan(*faults, on=on)

    def keep_failing(self, fault: Fault, on: str = "") -> None:
        """Let all requests fail that begin so."""
        self._breakdowns.keep(fault, on)

    def recover(self) -> None:
        """Let no request fail any more."""
        self._breakdowns.clear()

    def fail_media(self, *faults: MediaFault, on: str = "", redirect_to: str | None = None) -> None:
        """Let the next requests for media fail, each by one of these."""
        self.media_host.redirect_to = redirect_to or self.media_host.redirect_to
        self.media_host.breakdowns.plan(*faults, on=on)

    def keep_failing_media(self, fault: MediaFault, on: str = "", redirect_to: str | None = None) -> None:
        """Let all requests for media fail whose path begins so."""
        self.media_host.redirect_to = redirect_to or self.media_host.redirect_to
        self.media_host.breakdowns.keep(fault, on)

    def recover_media(self) -> None:
        """Let no request for media fail any more."""
        self.media_host.breakdowns.clear()

    def media(self, path: str) -> bytes:
        """
        Return a recording, a voicemail or a picture.

        Raises:
            KeyError: When nobody has told of it.
        """
        found = self.media_host.file(path)
        if found is None:
            raise KeyError(path)
        return found

    @property
    def media_requests(self) -> list[SeenRequest]:
        """The requests for media."""
        return self.media_host.requests

    def busiest_second(self) -> int:
        """Count the requests of the second that has most of them, those that were refused included."""
        return busiest_second(request.at for request in self.requests)

    def tell(self, happening: Happening, now: datetime | None = None) -> None:
        """Let something happen: it is known, and delivered to every webhook that wants to know."""
        self.post.tell(happening, now or happening.at)

    def deliveries(self, now: datetime) -> list[Outgoing]:
        """Take what is to be posted by now."""
        self.post.advance(now)
        return self.post.collect()

    def answered(self, outgoing: Outgoing, status: int, now: datetime) -> None:
        """Write into the log how a delivery was answered; 0 is not at all."""
        self.post.answered(outgoing, status, now)

    def drop(self, share: float, seed: str = "") -> None:
        """Lose so large a share of all deliveries from now on."""
        self.post.losses = Losses(share, seed)

    @property
    def dropped(self) -> list[Outgoing]:
        """The deliveries that were lost."""
        return self.post.lost

    @property
    def delivery_delay(self) -> timedelta:
        """How long a text is on its way."""
        return self.post.delay

    @delivery_delay.setter
    def delivery_delay(self, delay: timedelta) -> None:
        self.post.delay = delay

    def _answer(self, request: ApiRequest, now: datetime) -> ApiResponse:
        refusal = self._refusal(request, now)
        if refusal is not None:
            return refusal
        name = f"{request.method} {request.path}"
        barring = _NOTHING_BARRED if name == _SENDING else SENDING_ONLY
        fault = self._breakdowns.next(name, barring=barring)
        manners = Manners(self.slowness_s, self.retry_after_s)
        return manners.instead(request, fault) or manners.spoiled(self._done(request, now, fault), fault)

    def _refusal(self, request: ApiRequest, now: datetime) -> ApiResponse | None:
        if not (is_v1(request) or self.has_dated_surface):
            return refused(request, 404, "Not Found")
        refusal = wrong_version(request) or wrong_key(request, self.key)
        if refusal is None and not self._limit.passes(now):
            return refused(request, 429, "API rate limit exceeded")
        return refusal

    def _done(self, request: ApiRequest, now: datetime, fault: Fault | None) -> ApiResponse:
        found = find_route(_ROUTES, request.method, request.path)
        if found is None:
            return refused(request, 404, "no Route matched with those values")
        route, ids = found
        asked = Asked(
            post=self.post,
            now=now,
            parameters=Parameters(read_query(request.target.partition("?")[2])),
            body=request.body,
            ids=ids,
            fault=fault,
        )
        return _outcome(route, asked, request)


def _outcome(route: Route, asked: Asked, request: ApiRequest) -> ApiResponse:
    refuse = refused_by_v1 if is_v1(request) else refused_by_dated
    failure = RefusalError(status=500, message="An unknown error occurred")
    if asked.fault is Fault.FAILING:
        return refuse(failure, route.family)
    try:
        response = route.handler(asked)
    except RefusalError as refusal:
        return refuse(refusal, route.family)
    return refuse(failure, route.family) if asked.fault is Fault.SENT_THEN_FAILING else response
