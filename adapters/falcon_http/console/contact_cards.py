"""A contact as a card: what it holds, where each of it came from, and what waits about it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from openphone_crm.contact_words import ChangeShown, FieldShown, fields_shown, history_shown
from openphone_crm.crm import Contact
from openphone_crm.extraction.approving import change_id_of
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter, ApprovalView
from openphone_crm.ids import ContactId
from openphone_crm.paging import LARGEST_LIMIT, Page, PageRequest
from openphone_crm.ports.extraction_readers import ApprovalReader
from openphone_crm.ports.readers import ContactReader, ConversationReader
from openphone_crm.views import ConversationFilter, ConversationView

from .approval_cards import ApprovalCard, approval_cards
from .quotes import Quotes

MOST_TALKS = 10
"""So many conversations of each number are shown on a card."""


@attrs.frozen(kw_only=True)
class ContactCard:
    """What the template `contact_card.html` shows, as `card`."""

    contact: Contact
    fields: Sequence[FieldShown]
    history: Sequence[ChangeShown]
    following: Page[object]
    waiting: Sequence[ApprovalCard] = ()

    @property
    def name(self) -> str | None:
        """How the contact is called, if anybody knows."""
        return self.contact.name


def contact_card(
    contact: Contact,
    contacts: ContactReader,
    approvals: ApprovalReader,
    quotes: Quotes,
    page: PageRequest | None = None,
) -> ContactCard:
    """Make the card of a contact, with a page of its history."""
    newest = contacts.history(contact.id, PageRequest())
    history = newest if page is None or page == PageRequest() else contacts.history(contact.id, page)
    waiting = _suggested(approvals, contact.id, SuggestionStatus.PENDING)
    approved = {
        change_id_of(view.suggestion) for view in _suggested(approvals, contact.id, SuggestionStatus.APPROVED)
    }
    return ContactCard(
        contact=contact,
        fields=fields_shown(contact, newest.items, approved),
        history=history_shown(contact, history.items, approved),
        following=Page((), history.next),
        waiting=approval_cards(waiting, contacts, quotes),
    )


def conversations_of(contact: Contact, conversations: ConversationReader) -> Sequence[ConversationView]:
    """Give the newest conversations in which a contact takes part, the newest first."""
    found = {
        view.id: view
        for number in contact.phone_numbers
        for view in conversations.find(ConversationFilter(phone_number=number), PageRequest(MOST_TALKS)).items
        if _takes_part(contact.id, view)
    }
    return sorted(found.values(), key=lambda view: view.last_activity_at, reverse=True)


def _suggested(
    approvals: ApprovalReader, contact_id: ContactId, status: SuggestionStatus
) -> Sequence[ApprovalView]:
    wanted = ApprovalFilter(status=status, contact_id=contact_id)
    return approvals.find(wanted, PageRequest(LARGEST_LIMIT)).items


def _takes_part(contact_id: ContactId, view: ConversationView) -> bool:
    return any(participant.contact_id == contact_id for participant in view.participants)
