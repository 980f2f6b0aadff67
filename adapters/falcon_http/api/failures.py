"""Dead letters, grouped by cause, and what people make of them."""

from __future__ import annotations

from typing import Protocol

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.repeats import Repeats
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.ports.failures import Failures as FailuresPort
from openphone_crm.retry_jobs import RetryFilter, RetryJob
from openphone_crm.retrying import Retrying

from .edits import read_optional_json_body, see_that_nothing_is_asked
from .failure_documents import failure_document
from .retries import accept_job

SCOPE = "events"

_STATES = {state.value: state for state in FailureState}


class Decide(Protocol):
    """What a person may make of a group."""

    def __call__(self, failure_id: FailureId, *, by: str) -> FailureGroup:
        """The group, once it is decided."""
        ...


@attrs.frozen
class Failures:
    """All groups, the one seen last first."""

    failures: FailuresPort
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = FailureFilter(parameters.choice("state", _STATES))
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.failures.find(wanted, page),
            show=failure_document,
        )

    on_head = on_get


@attrs.frozen
class FailureDecision:
    """That a group is acknowledged, resolved or ignored, whichever `decide` says."""

    decide: Decide
    polls: Polls
    repeats: Repeats

    async def on_post(self, request: Request, response: Response, failure_id: FailureId) -> None:
        """Decide, and answer with the group."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)

        async def act() -> None:
            by = caller_of(request).name
            group = await self.polls.threads.run(self.decide, failure_id, by=by)
            self.polls.freshness.forget()
            response.data = orjson.dumps(failure_document(group))

        await self.repeats.once(request, response, body=body, act=act)


@attrs.frozen
class FailureRetry:
    """The retry of all that is failed of a group."""

    failure_desk: FailureDesk
    retrying: Retrying
    polls: Polls
    repeats: Repeats

    async def on_post(self, request: Request, response: Response, failure_id: FailureId) -> None:
        """Begin a job over its events; its follow-ups, which no job counts, are due at once."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)

        async def act() -> None:
            job = await self.polls.threads.run(self._retry, failure_id, by=caller_of(request).name)
            self.polls.freshness.forget()
            accept_job(response, job)

        await self.repeats.once(request, response, body=body, act=act)

    def _retry(self, failure_id: FailureId, *, by: str) -> RetryJob:
        self.failure_desk.retry_follow_ups(failure_id, by=by)
        return self.retrying.start(RetryFilter(failure_id=failure_id), by=by)
