"""A contact written by hand: the form, and what it says when something is wrong with what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Final

import attrs
from falcon import HTTP_400, HTTP_409
from falcon.asgi import Request, Response

from adapters.falcon_http.api.contacts import contact_tag
from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.contact_words import field_label
from openphone_crm.crm import CONTACT_FIELDS, Contact
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError, PreconditionError
from openphone_crm.ids import ContactId
from openphone_crm.ports.readers import ContactReader

from .forms import Form, form_of
from .page import Page

PATH: Final = "/contacts"
NUMBERS: Final = "phone_numbers"
CHANGED: Final = "Somebody has changed this contact meanwhile. What it says now stands beside what you wrote."
_BETWEEN: Final = re.compile(r"[\n,;]+")

Written = Mapping[str, str]


@attrs.frozen
class NewContact(Page):
    """A contact that somebody adds."""

    contact_desk: ContactDesk

    sees: ClassVar[Role] = Role.OPERATOR

    async def on_get(self, request: Request, response: Response) -> None:
        """Show the empty form."""
        no_parameters(request)
        await self._show(request, response, dict.fromkeys((*CONTACT_FIELDS, NUMBERS), ""))

    async def on_post(self, request: Request, response: Response) -> None:
        """Make the contact, and lead to it; or show what is wrong."""
        written, by = _written(form_of(request)), caller_of(request).name
        try:
            contact = await self.pages.threads.run(self.contact_desk.create, _edit(written), by=by)
        except (InvalidInputError, ConflictError) as error:
            await self._show(request, response, written, error)
            response.status = HTTP_400 if isinstance(error, InvalidInputError) else HTTP_409
        else:
            self.pages.lead(response, f"{PATH}/{contact.id}", "The contact was added.")

    async def _show(
        self, request: Request, response: Response, written: Written, error: Exception | None = None
    ) -> None:
        shown = {"title": "New contact", "back": PATH, "contact": None, "seen": "", **_problem(error)}
        await self.pages.show(request, response, "contact_form.html", lambda: {**shown, "written": written})


@attrs.frozen
class EditingContact(Page):
    """A contact that somebody changes, if it still is what they saw."""

    contacts: ContactReader
    contact_desk: ContactDesk

    sees: ClassVar[Role] = Role.OPERATOR

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Show the form with what the contact says."""
        no_parameters(request)
        await self._show(request, response, contact_id)

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Write it, and lead back to the contact; or show what is wrong, with all that was written."""
        form, by = form_of(request), caller_of(request).name
        written, seen = _written(form), form.text("seen")
        try:
            await self.pages.threads.run(
                self.contact_desk.edit,
                contact_id,
                _edit(written),
                by=by,
                is_expected=lambda known: contact_tag(known) == seen,
            )
        except (InvalidInputError, ConflictError, PreconditionError) as error:
            await self._show(request, response, contact_id, written, error)
            response.status = HTTP_400 if isinstance(error, InvalidInputError) else HTTP_409
        else:
            self.pages.lead(response, f"{PATH}/{contact_id}", "Saved.")

    async def _show(
        self,
        request: Request,
        response: Response,
        contact_id: ContactId,
        written: Written | None = None,
        error: Exception | None = None,
    ) -> None:
        def load() -> Mapping[str, object]:
            contact = self.contacts.get(contact_id)
            if contact is None:
                raise NotFoundError("contact", contact_id)
            return {
                "title": "Edit contact",
                "back": f"{PATH}/{contact_id}",
                "contact": contact,
                "seen": contact_tag(contact),
                "written": written or _held(contact),
                **_problem(error),
                **({"held": _held(contact)} if error else {}),
            }

        await self.pages.show(request, response, "contact_form.html", load)


def _written(form: Form) -> dict[str, str]:
    return {name: form.text(name).replace("\r\n", "\n") for name in (*CONTACT_FIELDS, NUMBERS)}


def _edit(written: Written) -> ContactEdit:
    numbers = [text.strip() for text in _BETWEEN.split(written[NUMBERS])]
    return ContactEdit(
        fields={name: written[name] for name in CONTACT_FIELDS},
        phone_numbers=[number for number in numbers if number],
    )


def _held(contact: Contact) -> dict[str, str]:
    fields = {name: getattr(contact, name) or "" for name in CONTACT_FIELDS}
    return {**fields, NUMBERS: "\n".join(contact.phone_numbers)}


def _problem(error: Exception | None) -> dict[str, object]:
    """Say what is wrong, and with which field, if it is one."""
    match error:
        case None:
            said, field = "", ""
        case InvalidInputError():
            said, field = f"{field_label(error.field)} {error.reason}.", error.field
        case PreconditionError():
            said, field = CHANGED, ""
        case _:
            said, field = f"Nothing was saved: {error}.", ""
    return {"problem": said, "wrong": field, "held": {}}
