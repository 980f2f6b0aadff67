"""What was read and would replace something: looked at, approved, mended and rejected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.api.approvals import approval_tag, approvals_tag
from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError, PreconditionError
from openphone_crm.extraction.meanwhile import GONE, meanwhile
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView
from openphone_crm.ids import ContactId, SuggestionId
from openphone_crm.ports.extraction_readers import ApprovalReader
from openphone_crm.ports.readers import ContactReader

from .approval_cards import approval_cards
from .asked import Asked
from .forms import form_of
from .links import older
from .page import Page
from .pages import Pages
from .quotes import Quotes

PATH: Final = "/approvals"
MOST: Final = 25
"""So many cards stand on a page: each looks for its quote."""

SHOWN: Final[Mapping[str, SuggestionStatus | None]] = {
    **{status.value: status for status in SuggestionStatus},
    "all": None,
}
MORE: Final = (
    "Nothing was approved: what waits for this contact is not what you saw. Look at it, and decide again."
)


@attrs.frozen
class Approvals(Page):
    """Those that wait, the newest first; others when they are asked for."""

    approvals: ApprovalReader
    contacts: ContactReader
    quotes: Callable[[], Quotes]

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        status = asked.choice("status", {name: name for name in SHOWN}) or SuggestionStatus.PENDING.value
        contact_id = asked.identifier("contact_id")
        page = asked.page()
        asked.finish()
        whose = ContactId(contact_id) if contact_id else None
        wanted = ApprovalFilter(status=SHOWN[status], contact_id=whose)

        def load() -> Mapping[str, object]:
            found = self.approvals.find(wanted, attrs.evolve(page, limit=min(page.limit, MOST)))
            return {
                "title": "Approvals",
                "count": len(found.items) if status == "pending" else 0,
                "cards": approval_cards(found.items, self.contacts, self.quotes()),
                "older": older(request, found),
                "status": status,
                "contact_id": whose or "",
                "contact": self.contacts.get(whose) if whose else None,
                "query": request.query_string,
            }

        await self.pages.show(request, response, "approvals.html", load)


@attrs.frozen
class Approving(Page):
    """That one is approved, as it is or with another value."""

    approvals: ApprovalReader
    desk: ApprovalDesk

    async def on_post(self, request: Request, response: Response, approval_id: SuggestionId) -> None:
        """Approve it, if it still is what the person saw."""
        form, by = form_of(request), caller_of(request).name
        value, seen = form.text("value") if form.has("value") else None, form.text("seen")

        def approve() -> str:
            done = self.desk.approve(approval_id, by=by, value=value, is_expected=_is_seen(seen))
            return f"Approved: the {done.topic.value} is {value or done.suggested_value} now."

        await _decide(self, request, response, approve, lambda: self.approvals.get(approval_id))


@attrs.frozen
class Rejecting(Page):
    """That one is rejected."""

    approvals: ApprovalReader
    desk: ApprovalDesk

    async def on_post(self, request: Request, response: Response, approval_id: SuggestionId) -> None:
        """Reject it, if it still is what the person saw."""
        seen, by = form_of(request).text("seen"), caller_of(request).name

        def reject() -> str:
            done = self.desk.reject(approval_id, by=by, is_expected=_is_seen(seen))
            return f"Rejected: the {done.topic.value} stays as it is, and this is not suggested again."

        await _decide(self, request, response, reject, lambda: self.approvals.get(approval_id))


@attrs.frozen
class ApprovingAll(Page):
    """That all which waits for a contact is approved."""

    desk: ApprovalDesk

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Approve it all, if it is what the person saw, or nothing."""
        seen, by = form_of(request).text("seen"), caller_of(request).name
        back = back_of(request)
        try:
            done = await self.pages.threads.run(
                self.desk.approve_all, contact_id, by=by, is_expected=_are_seen(seen)
            )
        except (PreconditionError, ConflictError):
            self.pages.lead(response, back, MORE, is_good=False)
        except NotFoundError:
            self.pages.lead(response, PATH, GONE, is_good=False)
        else:
            fields = ", ".join(each.topic.value for each in done)
            self.pages.lead(response, back, f"Approved: {fields}." if done else "Nothing waited any more.")


def approval_pages(pages: Pages, parts: HttpParts) -> dict[str, Page]:
    """Give the pages about approvals by their address."""
    approvals, desk = parts.approvals, parts.approval_desk
    one = f"{PATH}/{{approval_id:id}}"
    return {
        PATH: Approvals(pages, approvals, parts.contacts, lambda: Quotes(parts.reading_matter, parts.files)),
        f"{one}/approve": Approving(pages, approvals, desk),
        f"{one}/reject": Rejecting(pages, approvals, desk),
        "/contacts/{contact_id:id}/approve": ApprovingAll(pages, desk),
    }


def back_of(request: Request) -> str:
    """
    The list that a form stood on, narrowed and paged as it was, or the contact that it is about.

    Raises:
        InvalidInputError: When it names a contact that can be none.
    """
    asked = Asked(request)
    contact_id = asked.identifier("card")
    if contact_id is None:
        return f"{PATH}?{request.query_string}" if request.query_string else PATH
    if not contact_id.replace("-", "").isalnum():
        raise InvalidInputError("card", "must be the id of a contact")
    return f"/contacts/{contact_id}"


async def _decide(
    page: Page,
    request: Request,
    response: Response,
    decide: Callable[[], str],
    fresh: Callable[[], ApprovalView | None],
) -> None:
    """Decide, and lead back; where something came between, say what, and show it as it is now."""
    back, threads = back_of(request), page.pages.threads
    try:
        said = await threads.run(decide)
    except (PreconditionError, ConflictError, NotFoundError):
        page.pages.lead(response, back, meanwhile(await threads.run(fresh)), is_good=False)
    except InvalidInputError as error:
        page.pages.lead(response, back, f"Nothing was written: {error}.", is_good=False)
    else:
        page.pages.lead(response, back, said)


def _is_seen(seen: str) -> Callable[[ApprovalView], bool]:
    return lambda view: approval_tag(view) == seen


def _are_seen(seen: str) -> Callable[[Sequence[ApprovalView]], bool]:
    return lambda views: approvals_tag(views) == seen
