"""What waits for a person's approval, and what the person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

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
from openphone_crm.paging import PageRequest
from openphone_crm.ports.extraction_readers import ApprovalReader
from openphone_crm.ports.readers import ContactReader

from .decisions import other_value_of
from .documents import Document
from .edits import read_optional_json_body, see_that_nothing_is_asked
from .extraction_documents import approval_document

SCOPE = "crm"
MOST = 200
"""So many are shown of what waits for a contact; it is one a field, since a newer one replaces it."""

_STATUSES = {status.value: status for status in SuggestionStatus}


@attrs.frozen
class Approvals:
    """All suggestions, the newest first."""

    approvals: ApprovalReader
    polls: Polls

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        contact_id = parameters.identifier("contact_id")
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
class ApprovalsOfContact:
    """All that waits for a contact, the newest first; its entity tag is of what a person sees there."""

    approvals: ApprovalReader
    contacts: ContactReader
    threads: Threads

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Answer with them."""
        no_parameters(request)
        views = await self.threads.run(self._waiting, contact_id)
        documents = [approval_document(view) for view in views]
        answer(request, response, orjson.dumps(documents), approvals_tag(views))

    on_head = on_get

    def _waiting(self, contact_id: ContactId) -> Sequence[ApprovalView]:
        wanted = ApprovalFilter(status=SuggestionStatus.PENDING, contact_id=contact_id)
        views = self.approvals.find(wanted, PageRequest(MOST)).items
        if not views and self.contacts.get(contact_id) is None:
            raise NotFoundError("contact", contact_id)
        return views


@attrs.frozen
class ApprovingAll:
    """That everything which waits for a contact is approved."""

    approval_desk: ApprovalDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Approve it all, if it still is what `If-Match` says, or nothing; answer with what was approved."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by, is_expected = caller_of(request).name, _expectation_of_all(request)

        def act() -> list[Document]:
            approved = self.approval_desk.approve_all(contact_id, by=by, is_expected=is_expected)
            return [approval_document(decided_view(each)) for each in approved]

        await self.acts.do(request, response, body=body, act=act)


def approval_tag(view: ApprovalView) -> str:
    """The entity tag of a suggestion as it is now."""
    return tag_of(_body(view).decode())


def approvals_tag(views: Iterable[ApprovalView]) -> str:
    """The entity tag of all that waits for a contact, in whatever order, as it is now."""
    return tag_of("all", *sorted(_body(view).decode() for view in views))


def _expectation(request: Request) -> Callable[[ApprovalView], bool] | None:
    tags = _tags_of_what_was_seen(request)
    return (lambda view: names(tags, approval_tag(view))) if tags is not None else None


def _expectation_of_all(request: Request) -> Callable[[Sequence[ApprovalView]], bool] | None:
    tags = _tags_of_what_was_seen(request)
    return (lambda views: names(tags, approvals_tag(views))) if tags is not None else None


def _tags_of_what_was_seen(request: Request) -> Tags:
    """What the caller has seen; who says `*` wants it to be there, and tells nothing of that."""
    tags: Tags = request.if_match
    return None if tags is None or "*" in tags else tags


def _body(view: ApprovalView) -> bytes:
    return orjson.dumps(approval_document(view))
