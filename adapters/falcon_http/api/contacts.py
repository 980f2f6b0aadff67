"""Contacts: looked at, made and edited by hand, and their history."""

from __future__ import annotations

import attrs
import falcon
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.freshness import Freshness, tag_of
from adapters.falcon_http.parameters import Parameters, no_parameters
from adapters.falcon_http.polls import Polls, Tags, answer, names
from adapters.falcon_http.repeats import Repeats
from adapters.falcon_http.sign_in import API, caller_of
from adapters.falcon_http.threads import Threads
from openphone_crm.access import Role
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.crm import Contact as CrmContact
from openphone_crm.crm import ContactChange
from openphone_crm.errors import NotFoundError, PreconditionError
from openphone_crm.ids import ContactId
from openphone_crm.paging import Page, PageRequest
from openphone_crm.ports.readers import ContactReader
from openphone_crm.views import ContactFilter

from .documents import change_document, contact_document
from .edits import (
    contact_edit_of,
    read_json_body,
    read_optional_json_body,
    see_that_nothing_is_asked,
)

SCOPE = "crm"


@attrs.frozen
class Contacts:
    """All contacts, the newest first."""

    contacts: ContactReader
    contact_desk: ContactDesk
    polls: Polls
    repeats: Repeats
    region: str

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with a page of them."""
        parameters = Parameters(request)
        wanted = ContactFilter(
            text=parameters.text("q"),
            phone_number=parameters.phone_number("phone_number", self.region),
        )
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self.contacts.find(wanted, page),
            show=contact_document,
        )

    on_head = on_get

    async def on_post(self, request: Request, response: Response) -> None:
        """Make one."""
        no_parameters(request)
        body = await read_json_body(request)
        await self.repeats.once(
            request, response, body=body, act=lambda: self._create(request, response, body)
        )

    async def _create(self, request: Request, response: Response, body: bytes) -> None:
        by = caller_of(request).name
        contact = await self.polls.threads.run(self.contact_desk.create, contact_edit_of(body), by=by)
        self.polls.freshness.forget()
        response.status = falcon.HTTP_201
        response.set_header("Location", f"{API}/contacts/{contact.id}")
        _show(response, contact)


@attrs.frozen
class Contact:
    """One contact; its entity tag is its own, so that only a change of it makes an edit fail."""

    contacts: ContactReader
    contact_desk: ContactDesk
    erasers: Erasers
    threads: Threads
    freshness: Freshness

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Answer with it."""
        no_parameters(request)
        contact = await self.threads.run(self.contacts.get, contact_id)
        if contact is None:
            raise NotFoundError("contact", contact_id)
        answer(request, response, _body(contact), contact_tag(contact))

    on_head = on_get

    async def on_patch(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Change what the body names, if it still is what `If-Match` says."""
        no_parameters(request)
        edit = contact_edit_of(await read_json_body(request))
        tags: Tags = request.if_match
        contact = await self.threads.run(
            self.contact_desk.edit,
            contact_id,
            edit,
            by=caller_of(request).name,
            is_expected=lambda known: is_expected(tags, known),
        )
        self.freshness.forget()
        _show(response, contact)

    async def on_delete(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """
        Erase the person, with all that was received about them.

        Raises:
            HTTPForbidden: When it is no admin who asks, of whatever is or is not there.
            NotFoundError: When there is no such contact, or none any more.
            PreconditionError: When it was changed since the caller read it.
        """
        caller = caller_of(request)
        if not caller.role.includes(Role.ADMIN):
            raise falcon.HTTPForbidden(description="Only an admin may erase; use an admin's token.")
        no_parameters(request)
        # Nobody shall ask for a dry run, say, and have the person erased.
        see_that_nothing_is_asked(await read_optional_json_body(request))
        # Who is gone already is told so without a wait for anybody else's erasure.
        contact = await self.threads.run(self.contacts.get, contact_id)
        if contact is None:
            raise NotFoundError("contact", contact_id)
        if not is_expected(request.if_match, contact):
            raise PreconditionError
        # Who hangs up does not end it: what a thread has begun it brings to its end.
        await self.erasers.erase(contact_id, by=caller.name)
        self.freshness.forget()
        response.status = falcon.HTTP_204


@attrs.frozen
class History:
    """What was changed of a contact, by whom or what and why, the newest first."""

    contacts: ContactReader
    polls: Polls

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Answer with a page of it."""
        parameters = Parameters(request)
        page = parameters.page()
        parameters.finish()
        await self.polls.page(
            request,
            response,
            scope=SCOPE,
            load=lambda: self._load(contact_id, page),
            show=change_document,
        )

    on_head = on_get

    def _load(self, contact_id: ContactId, wanted: PageRequest) -> Page[ContactChange]:
        page = self.contacts.history(contact_id, wanted)
        if not page.items and self.contacts.get(contact_id) is None:
            raise NotFoundError("contact", contact_id)
        return page


def contact_tag(contact: CrmContact) -> str:
    """The entity tag of what a contact holds now."""
    return tag_of(_body(contact).decode())


def is_expected(tags: Tags, contact: CrmContact) -> bool:
    """Whether a contact still is what `If-Match` says."""
    return tags is None or names(tags, contact_tag(contact), or_any=True)


def _body(contact: CrmContact) -> bytes:
    return orjson.dumps(contact_document(contact))


def _show(response: Response, contact: CrmContact) -> None:
    response.data = _body(contact)
    response.set_header("ETag", contact_tag(contact))
