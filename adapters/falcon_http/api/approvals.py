"""What waits for a person's approval, and what the person decides."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.freshness import tag_of
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls, Tags, answer, names
from adapters.falcon_http.sign_in import caller_of
from adapters.falcon_http.threads import Threads
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.errors import NotFoundError
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView, decided_view
from openphone_crm.ids import ContactId, SuggestionId
from openphone_crm.ports.extraction_readers import ApprovalReader

from .decisions import other_value_of
from .documents import Document
from .edits import read_optional_json_body, see_that_nothing_is_asked
from .extraction_documents import approval_document

SCOPE = "crm"

_STATUSES = {status.value: status for status in SuggestionStatus}


@attrs.frozen
class Approvals:
    """All suggestions, the newest first."""

    approvals: ApprovalReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        contact_id = parameters.text("contact_id")
        wanted = ApprovalFilter(
            status=parameters.choice("status", _STATUSES),
            contact_id=ContactId(contact_id) if contact_id else None,
        )
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.approvals.find(wanted, page),
            show=approval_document,
        )

    on_head = on_get


@attrs.frozen
class Approval:
    """One suggestion; its entity tag is of what a person sees who decides, the contact's value too."""

    approvals: ApprovalReader
    threads: Threads

    async def on_get(self, request: Request, response: Response, approval_id: SuggestionId) -> None:
        """Answer with it."""
        no_parameters(request)
        view = await self.threads.run(self.approvals.get, approval_id)
        if view is None:
            raise NotFoundError("approval", approval_id)
        answer(request, response, _body(view), approval_tag(view))

    on_head = on_get


@attrs.frozen
class Approving:
    """That a suggestion is approved, as it is or with another value."""

    approval_desk: ApprovalDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, approval_id: SuggestionId) -> None:
        """Approve it, if it still is what `If-Match` says, and answer with it."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        value, by, is_expected = other_value_of(body), caller_of(request).name, _expectation(request)

        def act() -> Document:
            approved = self.approval_desk.approve(approval_id, by=by, value=value, is_expected=is_expected)
            return approval_document(decided_view(approved))

        await self.acts.do(request, response, body=body, act=act)


@attrs.frozen
class Rejecting:
    """That a suggestion is rejected."""

    approval_desk: ApprovalDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, approval_id: SuggestionId) -> None:
        """Reject it, if it still is what `If-Match` says, and answer with it."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by, is_expected = caller_of(request).name, _expectation(request)

        def act() -> Document:
            rejected = self.approval_desk.reject(approval_id, by=by, is_expected=is_expected)
            return approval_document(decided_view(rejected))

        await self.acts.do(request, response, body=body, act=act)


@attrs.frozen
class ApprovingAll:
    """That everything which waits for a contact is approved."""

    approval_desk: ApprovalDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Approve it all or nothing, and answer with what was approved."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by = caller_of(request).name

        def act() -> list[Document]:
            approved = self.approval_desk.approve_all(contact_id, by=by)
            return [approval_document(decided_view(each)) for each in approved]

        await self.acts.do(request, response, body=body, act=act)


def approval_tag(view: ApprovalView) -> str:
    """The entity tag of a suggestion as it is now."""
    return tag_of(_body(view).decode())


def _expectation(request: Request) -> Callable[[ApprovalView], bool]:
    tags: Tags = request.if_match
    return lambda view: tags is None or names(tags, approval_tag(view), or_any=True)


def _body(view: ApprovalView) -> bytes:
    return orjson.dumps(approval_document(view))
