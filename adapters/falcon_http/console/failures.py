"""Dead letters, grouped by cause, and what people make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.sign_in import caller_of
from openphone_crm.errors import ConflictError
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.failure_views import FailureFilter, FailureGroup
from openphone_crm.failures import FailureState
from openphone_crm.ids import FailureId
from openphone_crm.ports.failures import Failures as FailuresPort
from openphone_crm.retry_jobs import RetryFilter, RetryJob
from openphone_crm.retrying import Retrying

from .asked import Asked
from .bulk_retries import JOBS
from .links import older
from .page import Page
from .pages import Pages

STATES: Final = {state.value: state for state in FailureState}
PATH: Final = "/failures"


@attrs.frozen
class Failures(Page):
    """The groups, the one seen last first; those that nobody has looked at, unless others are asked for."""

    failures: FailuresPort

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        choices: dict[str, FailureState | None] = {**STATES, "all": None}
        state = asked.choice("state", {name: name for name in choices}) or FailureState.OPEN.value
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.failures.find(FailureFilter(choices[state]), page)
            return {
                "title": "Failures",
                "count": len(found.items) if state == "open" else 0,
                "groups": found.items,
                "older": older(request, found),
                "state": state,
                "states": tuple(choices),
            }

        await self.pages.show(request, response, "failures.html", load)


@attrs.frozen
class DecidingOnFailure(Page):
    """That a group is acknowledged, resolved or ignored, whichever `decide` says."""

    decide: Callable[..., FailureGroup]
    said: str

    async def on_post(self, request: Request, response: Response, failure_id: FailureId) -> None:
        """Decide, and lead back to the list."""
        try:
            await self.pages.threads.run(self.decide, failure_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, PATH, f"Nothing was changed: {error}.", is_good=False)
        else:
            self.pages.lead(response, PATH, self.said)


@attrs.frozen
class RetryingFailure(Page):
    """That all that is failed of a group is tried again."""

    desk: FailureDesk
    retrying: Retrying

    async def on_post(self, request: Request, response: Response, failure_id: FailureId) -> None:
        """Begin a job over its events, and lead to it."""
        try:
            job = await self.pages.threads.run(self._retry, failure_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, PATH, f"Nothing was retried: {error}.", is_good=False)
        else:
            self.pages.lead(response, f"{JOBS}/{job.id}")

    def _retry(self, failure_id: FailureId, *, by: str) -> RetryJob:
        self.desk.retry_follow_ups(failure_id, by=by)
        return self.retrying.start(RetryFilter(failure_id=failure_id), by=by)


def failure_pages(
    pages: Pages, failures: FailuresPort, desk: FailureDesk, retrying: Retrying
) -> dict[str, Page]:
    """Give the pages about failures by their address."""
    group = f"{PATH}/{{failure_id:id}}"
    return {
        PATH: Failures(pages, failures),
        f"{group}/acknowledge": DecidingOnFailure(pages, desk.acknowledge, "Noted that somebody is at it."),
        f"{group}/resolve": DecidingOnFailure(
            pages, desk.resolve, "Marked as resolved; it opens again when it happens again."
        ),
        f"{group}/ignore": DecidingOnFailure(
            pages, desk.ignore, "Ignored from now on, however often it happens."
        ),
        f"{group}/retry": RetryingFailure(pages, desk, retrying),
    }
