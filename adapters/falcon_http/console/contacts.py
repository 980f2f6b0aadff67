"""Contacts: found, looked at, called, and what was changed of them taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.access import Role
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.contact_words import field_label
from openphone_crm.crm import Contact
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import ChangeId, ContactId
from openphone_crm.ports.extraction_readers import ApprovalReader
from openphone_crm.ports.readers import ContactReader, ConversationReader
from openphone_crm.thread_words import callable_number
from openphone_crm.views import ContactFilter

from .asked import Asked
from .contact_cards import contact_card, conversations_of
from .contact_forms import PATH, EditingContact, NewContact
from .forms import form_of
from .links import older
from .page import Page
from .pages import Pages
from .quotes import Quotes

ERASE_WORD: Final = "erase"


@attrs.frozen
class Contacts(Page):
    """All contacts, the newest first."""

    contacts: ContactReader

    async def on_get(self, request: Request, response: Response) -> None:
        """Show a page of them."""
        asked = Asked(request)
        text, page = asked.text("q"), asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            found = self.contacts.find(ContactFilter(text=text), page)
            return {
                "title": "Contacts",
                "contacts": found.items,
                "older": older(request, found),
                "text": text or "",
            }

        await self.pages.show(request, response, "contacts.html", load)


@attrs.frozen
class ContactPage(Page):
    """One contact, with where all of it came from."""

    contacts: ContactReader
    conversations: ConversationReader
    approvals: ApprovalReader
    quotes: Callable[[], Quotes]

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Show it."""
        asked = Asked(request)
        page = asked.page()
        asked.finish()

        def load() -> Mapping[str, object]:
            contact = contact_of(self.contacts, contact_id)
            card = contact_card(contact, self.contacts, self.approvals, self.quotes(), page)
            talks = conversations_of(contact, self.conversations)
            return {
                "title": contact.name or "Contact",
                "card": card,
                "talks": talks,
                "talk": next((talk for talk in talks if callable_number(talk)), None),
                "opted_out": any(talk.opted_out and len(talk.participants) == 1 for talk in talks),
                "older": older(request, card.following),
            }

        await self.pages.show(request, response, "contact.html", load)


@attrs.frozen
class Undoing(Page):
    """That a change is taken back."""

    desk: ApprovalDesk

    async def on_post(
        self, request: Request, response: Response, contact_id: ContactId, change_id: ChangeId
    ) -> None:
        """Take it back, unless something came after it."""
        back, by = f"{PATH}/{contact_id}", caller_of(request).name
        try:
            entry = await self.pages.threads.run(self.desk.undo, contact_id, change_id, by=by)
        except ConflictError as error:
            self.pages.lead(response, back, f"Nothing was taken back: {error}.", is_good=False)
        else:
            told = f"Taken back: {field_label(entry.field)} is as it was before."
            self.pages.lead(response, back, told)


@attrs.frozen
class ErasingContact(Page):
    """That a person is erased, with all that was received about them."""

    contacts: ContactReader
    erasers: Erasers

    sees: ClassVar[Role] = Role.ADMIN
    acts: ClassVar[Role] = Role.ADMIN

    async def on_get(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Say what it does, and ask for the word."""
        no_parameters(request)

        def load() -> Mapping[str, object]:
            contact = contact_of(self.contacts, contact_id)
            return {"title": "Erase contact", "contact": contact, "word": ERASE_WORD}

        await self.pages.show(request, response, "contact_erase.html", load)

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Erase the person, once the word was written."""
        if form_of(request).text("word").casefold() != ERASE_WORD:
            told = f"Nobody was erased: write {ERASE_WORD} into the box to confirm it."
            self.pages.lead(response, f"{PATH}/{contact_id}/erase", told, is_good=False)
            return
        try:
            await self.erasers.erase(contact_id, by=caller_of(request).name)
        except ConflictError as error:
            self.pages.lead(response, PATH, f"Not erased now: {error}.", is_good=False)
        except NotFoundError:
            self.pages.lead(response, PATH, "There is no such contact any more.", is_good=False)
        else:
            self.pages.lead(response, PATH, "Erased, with all that was received about them.")


def contact_pages(pages: Pages, parts: HttpParts, erasers: Erasers) -> dict[str, Page]:
    """Give the pages about contacts by their address."""
    one = f"{PATH}/{{contact_id:id}}"
    return {
        PATH: Contacts(pages, parts.contacts),
        f"{PATH}/new": NewContact(pages, parts.contact_desk),
        one: ContactPage(
            pages,
            parts.contacts,
            parts.conversations,
            parts.approvals,
            lambda: Quotes(parts.reading_matter, parts.files),
        ),
        f"{one}/edit": EditingContact(pages, parts.contacts, parts.contact_desk),
        f"{one}/history/{{change_id:id}}/undo": Undoing(pages, parts.approval_desk),
        f"{one}/erase": ErasingContact(pages, parts.contacts, erasers),
    }


def contact_of(contacts: ContactReader, contact_id: ContactId) -> Contact:
    """
    Give the contact.

    Raises:
        NotFoundError: When there is none.
    """
    contact = contacts.get(contact_id)
    if contact is None:
        raise NotFoundError("contact", contact_id)
    return contact
